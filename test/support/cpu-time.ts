/** The processor time that this thread spends in `run`, in milliseconds: what others do on a busy machine does not count. */
export function cpuMs(run: () => unknown): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
