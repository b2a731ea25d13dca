// What is built for us and never shipped: unit tests and stories.

import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundle, www } from "./bundle.mjs";

/** Bundles every `*.test.ts` for Node. */
export async function tests(out) {
  await mkdir(out, { recursive: true });
  for (const entry of await testFiles()) {
    const bytes = await bundle({ entry, door: join(www, "client/no-door.ts"), minify: false, platform: "node" });
    await writeFile(join(out, entry.replaceAll(/[\\/]/g, "-").replace(/\.ts$/, ".mjs")), bytes);
  }
}

/** Bundles the stories page. */
export async function stories(out) {
  await mkdir(out, { recursive: true });
  const bytes = await bundle({ entry: "ui/stories/main.ts", door: join(www, "client/no-door.ts") });
  await writeFile(join(out, "stories.js"), bytes);
  await cp(join(www, "ui/stories/stories.html"), join(out, "stories.html"));
}

async function testFiles() {
  const folders = ["client", "ui", "widget", "console", "build"];
  const found = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(www, folder), { recursive: true });
      return names.filter((name) => name.endsWith(".test.ts")).map((name) => join(folder, name));
    }),
  );
  return found.flat();
}
