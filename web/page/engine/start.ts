// Base64 in the page → the engine, running.

import init, { Engine } from "oped-engine";

/** Base64 of raw deflate, as the page carries them. */
export interface Packed {
  engine: string;
  model: string;
}

/** Unpacks and starts the engine with its model. */
export async function start(packed: Packed): Promise<Engine> {
  const [code, model] = await Promise.all([unpack(packed.engine), unpack(packed.model)]);
  await init({ module_or_path: await WebAssembly.compile(code) });
  return new Engine(model);
}

async function unpack(base64: string): Promise<Uint8Array<ArrayBuffer>> {
  const inflated = new Blob([decode(base64)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(inflated).arrayBuffer());
}

/** Browsers of 2025 decode by themselves, ten times as fast. */
interface Decoder {
  fromBase64?(text: string): Uint8Array<ArrayBuffer>;
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const own = Uint8Array as unknown as Decoder;
  if (own.fromBase64) return own.fromBase64(base64);
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < characters.length; at++) bytes[at] = characters.charCodeAt(at);
  return bytes;
}
