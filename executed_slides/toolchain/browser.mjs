// Unpacks the browser that npm's @sparticuz/chromium carries:
//
//     node browser.mjs node_modules/@sparticuz/chromium FOLDER
//
// The package's own code unpacks into the machine's temporary folder, under names that
// every user shares, and keeps what it finds there even if it is cut short.
import { createReadStream, createWriteStream } from "node:fs";
import { createRequire } from "node:module";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const [archives, folder] = process.argv.slice(2).map((path) => resolve(path));
const { extract } = createRequire(join(archives, "package.json"))("tar-fs");

const unpack = (archive, target) =>
  pipeline(
    createReadStream(join(archives, "bin", archive)),
    createBrotliDecompress({ chunkSize: 2 ** 21 }),
    target,
  );

// Where a machine has no font at all, Chromium draws no letter, not even of a page's own fonts.
const fonts = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
</fontconfig>
`;

await Promise.all([
  unpack("chromium.br", createWriteStream(join(folder, "chromium"), { mode: 0o755 })),
  unpack("swiftshader.tar.br", extract(folder)),
  unpack("al2023.tar.br", extract(folder)),
  unpack("fonts.tar.br", extract(folder)),
]);
await writeFile(join(folder, "fonts.conf"), fonts);
