// The engine in a worker: the first message starts it, every other is a call.

import type { Engine } from "oped-engine";
import { type Answer, type Call, answer, messageOf } from "./calls";
import { type Packed, start } from "./start";

/** To the worker. */
export type Message = { start: Packed } | { id: number; call: Call };
/** From the worker. Nothing answers a call before `ready`. */
export type Reply = { ready: true } | { failed: string } | { id: number; answer: Answer };

let engine: Engine | undefined;

const reply = (reply: Reply) => postMessage(reply);

addEventListener("message", ({ data }: MessageEvent<Message>) => {
  if ("start" in data) {
    start(data.start).then(
      (started) => {
        engine = started;
        reply({ ready: true });
      },
      (error: unknown) => reply({ failed: messageOf(error) }),
    );
  } else if (engine) {
    reply({ id: data.id, answer: answer(engine, data.call) });
  }
});
