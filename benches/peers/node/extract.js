// Times Recognizers-Text on the lines of standard input, in its second pass over them, and prints the seconds of the
// processor.
"use strict";

const recognizers = require("@microsoft/recognizers-text-suite");

if (process.argv[2] !== "recognizers-text") {
  console.error(`Error: no tool named ${process.argv[2]}`);
  process.exit(1);
}
const chinese = recognizers.Culture.Chinese;
const readers = ["Number", "Percentage", "Currency", "Dimension", "DateTime"].map(
  (kind) => recognizers[`recognize${kind}`],
);
const read = (line) => readers.reduce((found, reader) => found + reader(line, chinese).length, 0);
const pass = () => lines.reduce((found, line) => found + read(line), 0);

const lines = require("fs")
  .readFileSync(0, "utf8")
  .split("\n")
  .filter((line) => line.trim());
const found = pass();
const start = process.cpuUsage();
const again = pass();
const { user, system } = process.cpuUsage(start);
if (found === 0 || found !== again) {
  console.error(`Error: found ${found}, then ${again}`);
  process.exit(1);
}
console.log((user + system) / 1e6);
