const WIDTH = 40;

/** Draws a bar on a terminal; elsewhere one line at every tenth. */
export function progress(total: number): (done: number) => void {
  let lastTenth = 0;
  return (done) => {
    if (process.stderr.isTTY) {
      const filled = Math.round((done / total) * WIDTH);
      process.stderr.write(`\r[${"#".repeat(filled)}${".".repeat(WIDTH - filled)}] ${done}/${total} sessions`);
      if (done === total) process.stderr.write("\n");
      return;
    }
    const tenth = Math.floor((done / total) * 10);
    if (tenth === lastTenth) return;
    lastTenth = tenth;
    process.stderr.write(`${done}/${total} sessions\n`);
  };
}
