import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { type DescFile, fromBinary } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  type FieldDescriptorProto,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { Authorization } from "../../../src/gen/envoy/service/auth/v3/external_auth_pb.ts";
import { ENVOY_DEPS, envoyApi } from "./envoy-api.ts";

// The proto files of the subset are ours; what is in them has to be what Envoy's own files say.

interface File {
  readonly package: string;
  readonly messageType: readonly DescriptorProto[];
  readonly enumType: readonly { readonly name: string; readonly value: readonly { name: string; number: number }[] }[];
}

function* messagesOf(prefix: string, messages: readonly DescriptorProto[]): Generator<[string, DescriptorProto]> {
  for (const message of messages) {
    yield [`${prefix}.${message.name}`, message];
    yield* messagesOf(`${prefix}.${message.name}`, message.nestedType);
  }
}

const kind = ({ number, type, label, typeName }: FieldDescriptorProto) =>
  [
    number,
    FieldDescriptorProto_Type[type],
    label === FieldDescriptorProto_Label.REPEATED ? "repeated" : "single",
    typeName,
  ].join(" ");

function factsOf(files: readonly File[]): ReadonlyMap<string, string> {
  const facts = new Map<string, string>();
  for (const file of files) {
    for (const [name, message] of messagesOf(file.package, file.messageType)) {
      for (const field of message.field) facts.set(`${name}.${field.name}`, kind(field));
      for (const type of message.enumType) {
        for (const value of type.value) facts.set(`${name}.${type.name}.${value.name}`, `${value.number}`);
      }
    }
    for (const type of file.enumType) {
      for (const value of type.value) facts.set(`${file.package}.${type.name}.${value.name}`, `${value.number}`);
    }
  }
  return facts;
}

const withDependencies = (file: DescFile): readonly DescFile[] => [
  file,
  ...file.dependencies.flatMap(withDependencies),
];

function publishedFiles() {
  const modules = ["envoy-api", "xds", "googleapis", "protoc-gen-validate"].map((path) => ({ path }));
  const args = ["--config", JSON.stringify({ version: "v2", modules }), "--path", "envoy-api/envoy/service/auth/v3"];
  const set = execFileSync(
    resolve("node_modules/.bin/buf"),
    ["build", ".", ...args, "--as-file-descriptor-set", "-o", "-"],
    {
      cwd: ENVOY_DEPS,
    },
  );
  return fromBinary(FileDescriptorSetSchema, set).file;
}

test("what is read and written of Envoy's messages has Envoy's names, numbers and types", () => {
  const own = new Map(withDependencies(Authorization.file).map((file) => [file.name, file]));
  const used = factsOf([...own.values()].map(({ proto }) => proto).filter((file) => file.package.startsWith("envoy.")));
  expect(used.size).toBeGreaterThan(50);
  const published = factsOf(publishedFiles());
  expect([...used].filter(([name, fact]) => published.get(name) !== fact)).toEqual([]);
});

test("the service is Envoy's", () => {
  const service = envoyApi()["envoy.service.auth.v3.Authorization"];
  expect(service).toHaveProperty("Check.path", "/envoy.service.auth.v3.Authorization/Check");
  expect(`/${Authorization.typeName}/${Authorization.method.check.name}`).toBe(
    "/envoy.service.auth.v3.Authorization/Check",
  );
});
