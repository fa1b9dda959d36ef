declare module "spdx-satisfies" {
  /** Whether an SPDX licence expression can be met with these licences alone. @throws Error for what is no expression */
  const satisfies: (expression: string, approved: string[]) => boolean;
  export = satisfies;
}
