import type { Figure } from "./figure.ts";
import type { Machine } from "./machine.ts";

/** The figures as a Markdown table, which reads well in a terminal too. */
export function tableOf(figures: readonly Figure[]): string {
  const head = ["figure", "ours", "peer", "ratio", "budget", "met"];
  const rows = figures.map(({ what, ours, peer, ratio, budget }) => {
    const met = budget === undefined ? "" : budget.met ? "yes" : "**no**";
    return [what, ours, peer ?? "–", ratio ?? "–", budget?.text ?? "–", met];
  });
  const widths = head.map((title, column) => Math.max(...[title, ...rows.map((row) => row[column] ?? "")].map((cell) => cell.length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/** `loads` were taken before and between the groups of figures. */
export function performancePage(figures: readonly Figure[], machine: Machine, loads: readonly number[]): string {
  const [lowest, highest] = [Math.min(...loads).toFixed(0), Math.max(...loads).toFixed(0)];
  const busy = Math.max(...loads) > machine.cores + 1 ? " Other programs kept the cores busy: absolute times and p95 are too high." : "";
  const missed = figures.filter(({ budget }) => budget?.met === false);
  const verdict =
    missed.length === 0
      ? "Every budget below was met."
      : `Not met: ${missed.map(({ what }) => what).join("; ")}. See [what the misses are made of](#what-the-misses-are-made-of).`;
  return `${introduction}
## Figures

${machine.date}, ${machine.cores} cores (${machine.processor}), ${machine.memory} GB, load ${lowest} to ${highest} while measuring.${busy}
${machine.versions}.

${verdict}

${tableOf(figures)}

A ratio above 1 means that we are faster than the peer. p50 is the median, p95 the value that 95 % of the samples do not exceed.

${method}`;
}

const introduction = `# Performance

Written by \`npm run bench -- --write\`. The figures are read by people and asserted by no test: a shared machine would make such a test lie.
Absolute times belong to the machine; the ratio to a peer that did the same work in the same run is what carries over.
`;

const method = `## Method

- **Activation**: Slipway in a real VS Code workbench on the sample project, in a fresh window, five times. The times are VS Code's own
  (\`Developer: Startup Performance\`): loading the bundle, and the call of \`activate()\`.
- **Server ready**: the shipped bundle, started over IPC as the extension starts it, until it has answered which registry there is. Ten starts,
  with what Node kept of its code from one before (\`client/host/compiledCode.ts\`), in turns with ten that find nothing.
- **Runs**: one store of 10,000 runs with 20 metrics and 20 params each, whose schema and first run were made by real MLflow
  (\`test/bench/make_runs_store.py\`). The same query goes to the file and, through our own REST client, to a real \`mlflow server\` with one worker
  on the same file, in turns, 15 times after 3 for warming up. What we add over REST is all time outside of waiting for the whole answer.
  1,000 runs, for which the server takes seconds, are asked for 5 times after 1.
  The raw SQL steps through the same rows and columns with \`node:sqlite\` and throws them away. Filtered and sorted in memory: over what was read, 40 times, each
  time with another filter of a metric and a param, and by another metric and param.
- **Histories**: a store of 100 runs with a metric of 250 points (\`make_curves_store.py\`): as many as one \`get-history-bulk\` of the server gives. 15 times after 3, in turns.
- **File store**: \`mlruns/\` with one experiment of 10,000 runs, 14 files each, whose first run was written by real MLflow (\`test/bench/make_files_store.py\`). "Opened
  anew" is a registry that knows nothing yet; the files are in the system's cache, as they are after the first look: read from the disk, \`meta.yaml\` of 10,000 runs take seconds,
  whoever reads them. The peer reads the same files with \`readFileSync\` and throws them away, in turns, 7 times after 2 for warming up. A look for changes is counted in time on a core.
- **Versions and models**: one store of 2,000 models with 50 versions each and a model of 10,000 (\`test/bench/make_versions_store.py\`), read whole in pages of 1,000, beside the raw SQL
  for the same rows in one go: the pages cost the difference.
- **A training**: real MLflow logs ten batches of ten metrics a second; in turns alone and beside our server, which is asked for the tree, a Compare page and its curves after every
  change it tells of, four times 4 s each.
- **Memory**: resident memory of the server process after the side bar's pages of all 10,000 runs were asked for.
- **Compare page**: the page alone in headless Chromium, which draws without a graphics card here; its questions go to our server as a process,
  which reads a store of 100 runs with two metrics of 10,000 steps (\`test/bench/make_curves_store.py\`). Five times, from opening the page until
  both charts are drawn, first through some of the points, then with all read; then the pointer goes through a chart, and it is zoomed by keys, and each frame is timed. A screen of 60 Hz has
  no frame under 16.7 ms.
  What a compiler and a browser keep between two openings is kept by neither side.
- **MLflow's web page**: real \`mlflow server\` 3.17.2 on the same store, in the same Chromium, five times; its page was loaded once before, so that its scripts are in the browser's cache, and what it
  remembers of order and filter is cleared. Opened: until the first rows have names. Sorted, filtered: from the press until other rows are there (it shows 100 runs, ours all 10,000). Its page of a comparison
  has no curves; those are on its page of metrics, which is timed until it lists values of both histories: in this Chromium it draws none of 200 curves within a minute.
- **Scrolling**: 120 turns of the wheel, down and back, every third one sideways, in a Chromium without a graphics card; in MLflow's table, which has 100 of the runs, the same turns.
- **Memory of a page**: what its process shares with no other one (\`/proc/PID/smaps_rollup\`), after the table was scrolled.
- **12,000 metrics**: a store of 10,000 runs with 40 of them each (\`test/bench/make_wide_store.py\`), opened once in our page, scrolled like the other.
- **Edit → diagnostics**: both servers as processes over their standard streams. One letter is put before a key and taken away again, key after key
  through the file: the same 120 edits in both, in turns, after 30 for warming up. Ours is asked for the problems right after the edit (pull), the peer
  sends them by itself. It waits 200 ms after an edit before it looks; that wait is taken off its times. Its JSON schema is generated from the table of
  keys that our server uses; it checks only that schema, ours runs all its rules. "Not YAML": the same with a key before its colon, an open quote and
  an open bracket in turns, of which only the edits that break the text count; the budget is the median of the edits before, in the same run.
- **Edit → completion**: the same edits again, each followed by asking what can stand at the cursor: behind the letter that was put before a key, and, when it is gone, at that key's value.
- **Keystrokes**: a key with a quoted value of 100 characters is typed into the same file, one character every 20 ms, then taken away. What is counted is
  the time that all threads of the server's process were on a core (\`/proc/PID/task/*/schedstat\`), until 600 ms after the last edit. Ours is asked for the
  problems as VS Code's client asks: after each edit, one question at a time, the open one called off by the next edit. Median of 6 after 1 for warming up.
- **Workspace**: 100 folders with an MLproject and a slipway.yaml of 60 lines each. The peer only looks at open files, so all are opened in it.
- **Repository**: 300 dvc.yaml of 17 stages each, every one's first stage reading what the one before it writes; the one in the middle is open and edited as above, 100 ms
  apart, in our server alone: the peer knows no other file. The check is the command line over 334 folders with three files each, five times from start to end.
- **VSIX**: the size of the file that \`npm run package\` writes.

## What the misses are made of

- Activation: the bundle is 115 kB since the language client, 440 kB that only the first question to the server needs, is a file of its own. What is
  left is VS Code's own loading of an extension, and three trees and 38 commands being registered, while the window starts on the same cores.
- Keystrokes: what is in front of an edit stays the same objects, with all that was worked out of it (\`MovablePart\` in \`server/formats/yamlPart.ts\`); what is behind it stands elsewhere and is worked out anew,
  until the edit is taken back. Typed at the top of a dvc.yaml a letter costs half of what it did, typed and taken back a fifth.
- Memory of the repository: of files that nobody edits the names and places are kept, not their trees (\`withoutMemory\` in \`server/formats/partMemory.ts\`): 7 MB for 300 files in place of 20. Of the rest, 84 MB is what the
  process has when it starts, and the rest what V8 has not yet given back of the reading, with its young objects bounded to 3 × 8 MB (\`client/core/serverFlags.ts\`).
- Compare page: two million points are read in two threads (0.5 to 0.8 s of work in each; SQLite steps over a row in 0.2 µs and Node makes an array of it in 0.3 to 0.6), and decoding and drawing 120,000 points without
  a graphics card takes 0.3 s. Until then 120 points of each curve are shown, found by step in 0.1 s; of both the page takes what the two cores have left beside drawing its table.
- A scroll: the same rows as still HTML, without any script, have frames of 83 ms (p95) in the same Chromium; without the cells but for the names, 33 ms. What is left is Chromium painting text on the processor.
- MLflow's own pages: 0.2 s of each opening is Chromium starting a page with its scripts; the server answers the first window of 10,000 runs in 20 to 100 ms and a sort in 20 ms. The rest is drawing, without a graphics card:
  the toolbar and the heads once (70 ms of script), then 47 rows (60 ms), and their layout and painting (100 ms).
`;
