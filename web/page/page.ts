import { byId, el } from "./dom";
import { Engine } from "./engine/engine";

const engine = Engine.start();
engine.ready().then(() => byId("main").append(el("p", {}, "Ready.")));
