// One message, window or Home view of Block Kit as a picture: node picture.mjs IN.json OUT.png WIDTH light|dark NAME ICON.
//
// React and slack-blocks-to-jsx draw most blocks; data_table, alert and card are drawn here, as Slack shows them. A block
// that neither knows is an error: what nobody can look at is not to be sent.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { deflateSync, inflateSync } from "node:zlib";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Message } from "slack-blocks-to-jsx";

const [input, output, width, theme, name, icon] = process.argv.slice(2);
const isDark = theme === "dark";
const shown = JSON.parse(readFileSync(input, "utf8"));
const kind = shown.type ?? "message";

const LIBRARY = new Set(
  "actions context context_actions data_visualization divider header image input rich_text section table".split(" "),
);
const OWN = { alert, card, data_table: dataTable };

function escaped(text) {
  return String(text).replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
}

function alert(block) {
  const signs = { default: "ℹ", info: "ℹ", warning: "⚠", error: "✕", success: "✓" };
  const level = block.level ?? "default";
  return `<div class="alert ${level}"><span>${signs[level]}</span><div>${escaped(block.text.text)}</div></div>`;
}

function card(block) {
  const part = (tag, text) => (text ? `<div class="${tag}">${escaped(text.text)}</div>` : "");
  const buttons = (block.actions ?? []).map((button) => `<span class="button">${escaped(button.text.text)}</span>`);
  return `<div class="card">${part("title", block.title)}${part("subtitle", block.subtitle)}${part("body", block.body)}
    <div>${buttons.join("")}</div></div>`;
}

function dataTable(block) {
  const [head, ...rows] = block.rows;
  const size = block.page_size ?? 5;
  const cell = (tag, each) =>
    `<${tag} class="${each.type === "raw_number" ? "number" : ""}">${escaped(each.text ?? each.value)}</${tag}>`;
  const right = head.map((_, at) => rows.some((row) => row[at].type === "raw_number"));
  const heads = head.map((each, at) => `<th class="${right[at] ? "number" : ""}">${escaped(each.text)} <i>⇅</i></th>`);
  const page = rows.slice(0, size).map((row) => `<tr>${row.map((each) => cell("td", each)).join("")}</tr>`);
  const turns = rows.length > size ? `<div class="turns">1–${size} / ${rows.length}　‹　›</div>` : "";
  return `<div class="data"><div class="caption">${escaped(block.caption)}</div><table><thead><tr>${heads.join("")}</tr>
    </thead><tbody>${page.join("")}</tbody></table>${turns}</div>`;
}

function drawn(block) {
  if (OWN[block.type]) return OWN[block.type](block);
  if (!LIBRARY.has(block.type)) throw new Error(`${input}: no way to draw a block of type ${block.type}`);
  return renderToStaticMarkup(
    createElement(Message, {
      blocks: [block],
      name,
      logo: "",
      time: new Date(0),
      theme,
      withoutWrapper: true,
      showBlockKitDebug: false,
      data: { users: [], channels: [], user_groups: [] },
    }),
  );
}

function heading() {
  if (kind === "home") return "";
  if (kind === "modal") {
    const word = (text) => (text ? escaped(text.text) : "");
    return `<div class="bar"><b>${word(shown.title)}</b><span>${word(shown.close)}</span>
      ${shown.submit ? `<i>${word(shown.submit)}</i>` : ""}</div>`;
  }
  return `<div class="who"><b>${escaped(name)}</b> <small>APP</small> <time>10:00</time></div>`;
}

const style = readFileSync(createRequire(import.meta.url).resolve("slack-blocks-to-jsx/dist/style.css"), "utf8");
const picture = `data:image/png;base64,${readFileSync(icon).toString("base64")}`;
const ink = isDark ? "#d1d2d3" : "#1d1c1d";
const line = isDark ? "#4d5054" : "#ddd";
const grey = isDark ? "#ababad" : "#616061";
const html = `<!doctype html><html lang="ja" ${isDark ? 'data-theme="dark"' : ""}><meta charset="utf-8"><style>${style}
body { margin: 0; padding: 16px; width: ${width - 32}px; background: ${isDark ? "#1a1d21" : "#fff"}; color: ${ink};
  font: 15px/1.46 Lato, "Noto Sans CJK JP", "Noto Color Emoji", sans-serif; }
body * { font-family: Lato, "Noto Sans CJK JP", "Noto Color Emoji", sans-serif; }
code, pre, pre * { font-family: "Noto Sans Mono CJK JP", monospace !important; }
.all { display: flex; gap: 8px; } .all > img { width: 36px; height: 36px; border-radius: 6px; flex: none; }
.all > div { flex: 1; min-width: 0; } .who b { font-weight: 900; }
.who small { background: ${line}; color: ${grey}; padding: 0 3px; border-radius: 2px; font-size: 10px; }
.who time { color: ${grey}; font-size: 12px; }
.bar { display: flex; gap: 16px; border-bottom: 1px solid ${line}; padding: 0 0 12px; margin-bottom: 12px; }
.bar b { flex: 1; font-size: 18px; } .bar i { font-style: normal; background: #007a5a; color: #fff; padding: 2px 12px;
  border-radius: 4px; }
.alert { display: flex; gap: 8px; border: 1px solid ${line}; border-left: 4px solid #1264a3; border-radius: 8px;
  padding: 10px 12px; margin: 8px 0; font-size: 14px; }
.alert.warning { border-left-color: #e8912d; } .alert.error { border-left-color: #e01e5a; }
.alert.success { border-left-color: #2bac76; }
.card { border: 1px solid ${line}; border-radius: 8px; padding: 12px; margin: 8px 0; max-width: 420px; }
.card .title { font-weight: 700; } .card .subtitle { color: ${grey}; font-size: 13px; } .card .body { margin: 6px 0; }
.button { display: inline-block; border: 1px solid ${line}; border-radius: 4px; padding: 3px 12px; font-weight: 700;
  font-size: 13px; margin-right: 8px; }
.data { border: 1px solid ${line}; border-radius: 8px; margin: 8px 0; overflow: hidden; }
.data .caption { padding: 8px 12px; font-weight: 700; } .data table { width: 100%; border-collapse: collapse; }
.data th, .data td { border-top: 1px solid ${line}; padding: 6px 12px; text-align: left; font-size: 13px; }
.data th { white-space: nowrap; } .data i { color: ${grey}; font-style: normal; }
.data .number { text-align: right; white-space: nowrap; } .data td:first-child { white-space: nowrap; }
.data .turns { border-top: 1px solid ${line}; padding: 6px 12px; color: ${grey}; text-align: right; font-size: 13px; }
</style><body>
<div class="all">${kind === "message" ? `<img src="${picture}">` : ""}<div>${heading()}${shown.blocks.map(drawn).join("")}</div></div>
<script>addEventListener("load", () => document.fonts.ready.then(() =>
  document.documentElement.setAttribute("data-height", Math.ceil(document.body.getBoundingClientRect().height))))</script>
</body></html>`;

// A window as high as its page cuts the page: the browser keeps up to 90 pixels of it for itself. What is too much is cut.
const CHROME = 100;
const SCALE = 2;

// A PNG with its first lines only: each line is coded by those above it alone.
function cropped(png, lines) {
  const parts = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    parts.push({ name: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + png.readUInt32BE(at)) });
  }
  const head = Buffer.from(parts[0].data);
  const colours = { 0: 1, 2: 3, 4: 2, 6: 4 }[head[9]];
  const line = 1 + head.readUInt32BE(0) * colours;
  const all = inflateSync(Buffer.concat(parts.filter((part) => part.name === "IDAT").map((part) => part.data)));
  head.writeUInt32BE(Math.min(lines, head.readUInt32BE(4)), 4);
  const chunk = (name, data) => {
    const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    size.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([size, named, sum]);
  };
  const body = chunk("IDAT", deflateSync(all.subarray(0, lines * line), { level: 9 }));
  return Buffer.concat([png.subarray(0, 8), chunk("IHDR", head), body, chunk("IEND", Buffer.alloc(0))]);
}

function crc32(data) {
  let sum = 0xffffffff;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

const folder = mkdtempSync(join(tmpdir(), "picture-"));
try {
  const page = join(folder, "page.html");
  writeFileSync(page, html);
  const browse = (...flags) =>
    execFileSync(
      process.env.CHROMIUM ?? "chromium",
      [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=3000",
        `--user-data-dir=${join(folder, "user")}`, ...flags, pathToFileURL(page).href,
      ],
      { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 60_000, maxBuffer: 1 << 26 },
    );
  const found = /data-height="(\d+)"/.exec(browse(`--window-size=${width},400`, "--dump-dom"));
  if (!found) throw new Error(`${input}: the page did not load`);
  const height = Number(found[1]);
  const shot = join(folder, "shot.png");
  browse(`--window-size=${width},${height + CHROME}`, `--force-device-scale-factor=${SCALE}`, `--screenshot=${shot}`);
  writeFileSync(resolve(output), cropped(readFileSync(shot), height * SCALE));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
