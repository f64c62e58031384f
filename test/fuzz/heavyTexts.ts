/** Texts that are made to cost much: by name, so that they are made one at a time. */
export const heavyTexts: Readonly<Record<string, () => string>> = {
  "100 MB of one line": () => "x".repeat(100 * 2 ** 20),
  "100 MB of entries": () => "a: 1\n".repeat(20 * 2 ** 20),
  "100 MB of line breaks": () => "\n".repeat(100 * 2 ** 20),
  "200 KB of entries": () => numbered(15_000, (index) => `key_${index}: 1\n`),
  "200 KB of one key": () => "same: 1\n".repeat(25_000),
  "200 KB of items": () => "- x\n".repeat(50_000),
  "200 KB of quotes": () => `"'`.repeat(100_000),
  "200 KB of colons": () => ": ".repeat(100_000),
  "200 KB of one word": () => "w".repeat(200_000),
  "200 KB of spaces": () => `a:${" ".repeat(200_000)}b`,
  "200 KB of anchors": () => numbered(12_000, (index) => `k${index}: &k${index} 1\n`),
  "200 KB of aliases": () => `k: &k 1\n${"b: *k\n".repeat(30_000)}`,
  "200 KB of templates": () => `stages:\n  a:\n    cmd: ${`\${a.b} `.repeat(28_000)}\n`,
  "200 KB of open templates": () => `stages:\n  a:\n    cmd: ${"${".repeat(100_000)}\n`,
  "200 KB of braces": () => `entry_points:\n  main:\n    command: "${"{a} ".repeat(50_000)}"\n`,
  "a loop of loops": () =>
    `stages:\n  a:\n    matrix: {${numbered(8, (index) => `k${index}: [${"1, ".repeat(20)}], `)}}\n    cmd: x\n    outs: ["\${key}"]\n`,
  "3,000 stages that read each other": () =>
    `stages:\n${numbered(3000, (index) => `  s${index}: {cmd: x, deps: [o${index - 1}], outs: [o${index}]}\n`)}`,
  "a ring of 3,000 stages": () =>
    `stages:\n${numbered(3000, (index) => `  s${index}: {cmd: x, deps: [o${(index + 2999) % 3000}], outs: [o${index}]}\n`)}`,
  "names that are nearly right": () => numbered(10_000, (index) => `enviroments${index}: 1\n`),
  "nesting of 10,000, in brackets": () => "[".repeat(10_000),
  "nesting of 10,000, closed": () => `${"[".repeat(10_000)}${"]".repeat(10_000)}`,
  "nesting of 10,000, in maps": () => `${"{a: ".repeat(10_000)}1${"}".repeat(10_000)}`,
  "nesting of 10,000, in items": () => "- ".repeat(10_000),
  "nesting of 900, in steps": () => numbered(900, (index) => `${" ".repeat(index)}a:\n`),
  "nesting of 10,000, in text": () => `stages:\n  a:\n    cmd: \${${"a[".repeat(10_000)}\n`,
  "nesting of 10,000, in Python": () => `x = ${"(".repeat(10_000)}"models:/a/1"\n`,
  "a sum of 10,000 strings in Python": () => `x = ${'"models:/a" + '.repeat(10_000)}"b"\n`,
  "500 KB of strings in Python": () => 'load("models:/fraud-scorer/1")\n'.repeat(16_000),
  "2 MB of strings in Python": () => 'load("models:/fraud-scorer/1")\n'.repeat(60_000),
  "2 MB of metrics in Python": () => numbered(60_000, (index) => `log_metric("m${index}", 1)\n`),
  "100 MB of Python": () => 'load("models:/fraud-scorer/1")\n'.repeat(3_300_000),
  "a bomb of aliases": () => bomb((name, inner) => `${name}: &${name} [${inner}]\n`),
  "a bomb of merged maps": () => bomb((name, inner) => `${name}: &${name} {<<: [${inner}]}\n`),
  "a bomb of keys": () => bomb((name, inner) => `${name}: &${name}\n  ? [${inner}]\n  : 1\n`),
  "aliases in a circle": () => "a: &a [*b]\nb: &b [*a, *b]\n<<: *a\n",
  "a map within itself": () => "a: &a\n  b: *a\n  <<: *a\n",
  "halves of characters": () => "\ud83d: \udc00\n".repeat(10_000),
  "line ends of old Macs": () => "a: 1\rb: 2\r".repeat(10_000),
  "marks of byte order": () => "\ufeff".repeat(100_000),
  tabs: () => "\ta:\t1\n".repeat(20_000),
};

function numbered(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("");
}

function bomb(line: (name: string, inner: string) => string): string {
  const names = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index));
  const first = `${names[0]}: &${names[0]} {k: 1}\n`;
  return names.slice(1).reduce((text, name, index) => text + line(name, Array(9).fill(`*${names[index]}`).join(", ")), first);
}
