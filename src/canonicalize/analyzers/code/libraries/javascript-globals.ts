import type { LibrarySpec } from "../library.ts";

/** What stands ready in every JavaScript program, in Node, browsers, Deno and Bun. */
export const JAVASCRIPT_GLOBALS: LibrarySpec = {
  harmless: `
    Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date Error AggregateError EvalError
    FinalizationRegistry Float32Array Float64Array Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN
    Number Object Promise RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol SyntaxError
    TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet Temporal
    decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape isFinite isNaN parseFloat parseInt atob btoa
    clearImmediate clearInterval clearTimeout queueMicrotask structuredClone console performance crypto AbortController
    AbortSignal Blob BroadcastChannel CompressionStream CustomEvent DecompressionStream Event EventTarget File FormData
    Headers Response MessageChannel ReadableStream TextDecoder TextEncoder TransformStream URL URLSearchParams
    WritableStream DOMException navigator Buffer __dirname __filename import.meta requestAnimationFrame
    require.resolve describe it test expect beforeEach afterEach beforeAll afterAll before after jest vi
    document.querySelector document.querySelectorAll document.getElementById document.createElement document.title
    document.body document.readyState document.addEventListener document.documentElement localStorage.length
    alert confirm prompt screen history location.href location.pathname location.host location.search location.hash
    location.origin location.hostname innerWidth innerHeight scrollTo
  `,
  modules: {
    globalThis: "",
    global: "",
    window: "",
    self: "",
    document: "",
    location: "",
    module: "id filename paths builtinModules",
    WebAssembly: "",
    "require.cache": "",
  },
  calls: {
    eval: { does: "eval@0", returns: "unknown" },
    execScript: { does: "eval@0", returns: "unknown" },
    Function: { does: "eval@0*", returns: "unknown" },
    "{AsyncFunction,GeneratorFunction}": { does: "eval@0*", returns: "unknown" },
    "{setTimeout,setInterval,setImmediate}": { does: "eval_text@0" },
    require: { does: "module@0", returns: "unknown" },
    import: { does: "module@0", returns: "unknown" },
    "module.require": { does: "module@0", returns: "unknown" },
    "process.mainModule.require": { does: "module@0", returns: "unknown" },
    "process.getBuiltinModule": { does: "module@0", returns: "unknown" },
    "module.{_load,_compile,constructor._load}": { dynamic: true, returns: "unknown" },
    importScripts: { does: "fetch@0", dynamic: true },
    fetch: { does: "request@0,0.url@1.method@1.body", returns: "Response" },
    Request: { does: "request@0@1.method@1.body", returns: "UrlRequest" },
    XMLHttpRequest: { returns: "XmlHttpRequest" },
    "XmlHttpRequest#open": { does: "request@1@0" },
    "XmlHttpRequest#send": {},
    WebSocket: { does: "connect@0", returns: "WebSocket" },
    EventSource: { does: "fetch@0", returns: "WebSocket" },
    "{Worker,SharedWorker}": { does: "script@0", returns: "Worker" },
    RTCPeerConnection: { does: "connect@=", returns: "WebSocket" },
    "navigator.sendBeacon": "upload@0",
    "navigator.clipboard.readText": { signals: ["collection.capture"] },
    "navigator.mediaDevices.{getUserMedia,getDisplayMedia}": { signals: ["collection.capture"] },
    "navigator.serviceWorker.register": { does: "script@0" },
    "document.{write,writeln}": { dynamic: true },
    "window.open": "fetch@0",
    "location.{assign,replace}": "fetch@0",
    "localStorage.{getItem,setItem,removeItem,clear}": {},
    "sessionStorage.{getItem,setItem,removeItem,clear}": {},
    "WebAssembly.{compile,instantiate,compileStreaming,instantiateStreaming,Module,Instance}": {
      dynamic: true,
      returns: "unknown",
    },
    "Reflect.{apply,construct}": { returns: "unknown", dynamic: true },
    "import.meta.require": { does: "module@0", returns: "unknown" },
    "jest.{requireActual,requireMock}": { does: "module@0", returns: "unknown" },
    "vi.{importActual,importMock}": { does: "module@0", returns: "unknown" },
    "Object.{getPrototypeOf,setPrototypeOf,defineProperty}": { returns: "unknown" },
    Proxy: { returns: "unknown", dynamic: true },
    "import.meta.resolve": {},
    "import.meta.glob": { dynamic: true },
  },
  passing: "Array Object Promise Reflect Map Set WeakMap WeakRef Iterator structuredClone queueMicrotask",
  types: {
    Response: "*",
    UrlRequest: "*",
    XmlHttpRequest: "*",
    WebSocket: "*",
    Worker: "*",
    URL: "*",
  },
};
