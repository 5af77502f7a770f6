// Reads digits with ONNX Runtime Web, in a browser or in Node.
//
// node read_onnx.mjs NETWORK.onnx digits.bin     one digit is 784 bytes, 0 = paper … 255 = ink
// needs: npm install onnxruntime-web
import * as ort from "onnxruntime-web";

/** Ten probabilities for each of n digits: 784 numbers a digit, 0 = paper … 255 = ink. */
export async function read(network, pixels) {
  const digits = Float32Array.from(pixels);
  const shape = [digits.length / 784, 28, 28, 1];
  const said = await network.run({ pixels: new ort.Tensor("float32", digits, shape) });
  return said[network.outputNames[0]].data;
}

if (globalThis.process) { // in Node; a browser gives create() the address of the file
  const { readFile } = await import("node:fs/promises");
  const [file, digits] = process.argv.slice(2);
  const network = await ort.InferenceSession.create(await readFile(file));
  const probabilities = await read(network, await readFile(digits));
  console.log(JSON.stringify(Array.from(probabilities)));
}
