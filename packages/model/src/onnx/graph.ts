import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  ModelProtoSchema,
  TensorProto_DataType as DataType,
  type AttributeProtoSchema,
  type NodeProtoSchema,
  type TensorProtoSchema,
  type ValueInfoProtoSchema,
} from './onnx_pb.js';

/** What onnxruntime 1.17 and later take. */
const IR_VERSION = 8n;
const OPSET = 15n;
const ML_OPSET = 2n;

/** A value in the graph. */
export interface Value {
  readonly name: string;
}

/** Element types of tensors. */
export type ElementType = 'float' | 'double' | 'int64' | 'string' | 'uint8' | 'bool';

const DATA_TYPES: Record<ElementType, DataType> = {
  float: DataType.FLOAT,
  double: DataType.DOUBLE,
  int64: DataType.INT64,
  string: DataType.STRING,
  uint8: DataType.UINT8,
  bool: DataType.BOOL,
};

/** An attribute: a number or numbers that are whole, unless they are marked as floats; a text or texts. */
export type Attribute = number | number[] | string | string[] | { float: number } | { floats: number[] };

/** Domain of the operators for encoders. */
export const ML = 'ai.onnx.ml';

/** Builds the graph of an ONNX model, node after node. */
export class Graph {
  readonly #nodes: MessageInitShape<typeof NodeProtoSchema>[] = [];
  readonly #constants: MessageInitShape<typeof TensorProtoSchema>[] = [];
  readonly #inputs: MessageInitShape<typeof ValueInfoProtoSchema>[] = [];
  readonly #outputs: MessageInitShape<typeof ValueInfoProtoSchema>[] = [];
  #next = 0;

  /** @param shape of a row; rows come before it. @param doc what it holds. */
  input(name: string, type: ElementType, shape: (number | string)[], doc: string): Value {
    this.#inputs.push({ ...infoOf(name, type, shape), docString: doc });
    return { name };
  }

  /** Marks a value as an output, under a name. */
  output(value: Value, name: string, type: ElementType, shape: (number | string)[]): void {
    this.#nodes.push({ opType: 'Identity', name, input: [value.name], output: [name] });
    this.#outputs.push(infoOf(name, type, shape));
  }

  /** A constant of float32, or of float64. */
  floats(values: Float32Array | Float64Array, shape: number[]): Value {
    const type = values instanceof Float32Array ? DataType.FLOAT : DataType.DOUBLE;
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return this.#constant({ dataType: type, dims: shape.map(BigInt), rawData: bytes });
  }

  /** A float32 without a shape. */
  float(value: number): Value {
    return this.floats(Float32Array.of(value), []);
  }

  /** A float64 without a shape. */
  double(value: number): Value {
    return this.floats(Float64Array.of(value), []);
  }

  /** A constant of whole numbers. */
  integers(values: readonly number[], shape: number[] = [values.length]): Value {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.#constant({ dataType: DataType.INT64, dims: shape.map(BigInt), rawData: bytes });
  }

  /** A constant list of texts. */
  strings(values: readonly string[]): Value {
    const encoder = new TextEncoder();
    return this.#constant({
      dataType: DataType.STRING,
      dims: [BigInt(values.length)],
      stringData: values.map((value) => encoder.encode(value)),
    });
  }

  /** A node with one output. */
  node(op: string, inputs: readonly Value[], attributes: Record<string, Attribute> = {}, domain = ''): Value {
    const name = this.#name(op);
    this.#nodes.push({
      opType: op,
      name,
      domain,
      input: inputs.map((value) => value.name),
      output: [name],
      attribute: Object.entries(attributes).map(([key, value]) => attributeOf(key, value)),
    });
    return { name };
  }

  cast(value: Value, type: ElementType): Value {
    return this.node('Cast', [value], { to: DATA_TYPES[type] });
  }

  /** @param doc a sentence about the model. @param metadata further facts, by key. */
  encode(doc: string, metadata: Record<string, string>): Uint8Array<ArrayBuffer> {
    const model = create(ModelProtoSchema, {
      irVersion: IR_VERSION,
      producerName: 'Stepwell',
      docString: doc,
      opsetImport: [
        { domain: '', version: OPSET },
        { domain: ML, version: ML_OPSET },
      ],
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      graph: {
        name: 'stepwell',
        node: this.#nodes,
        initializer: this.#constants,
        input: this.#inputs,
        output: this.#outputs,
      },
    });
    return toBinary(ModelProtoSchema, model);
  }

  #constant(tensor: MessageInitShape<typeof TensorProtoSchema>): Value {
    const name = this.#name('constant');
    this.#constants.push({ ...tensor, name });
    return { name };
  }

  // A column may be called like any node: a slash leads.
  #name(op: string): string {
    return `/${op}_${this.#next++}`;
  }
}

function infoOf(name: string, type: ElementType, shape: (number | string)[]) {
  const dim = ['rows', ...shape].map((size) =>
    typeof size === 'string'
      ? { value: { case: 'dimParam' as const, value: size } }
      : { value: { case: 'dimValue' as const, value: BigInt(size) } },
  );
  return {
    name,
    type: { value: { case: 'tensorType' as const, value: { elemType: DATA_TYPES[type], shape: { dim } } } },
  };
}

function attributeOf(name: string, value: Attribute): MessageInitShape<typeof AttributeProtoSchema> {
  const encoder = new TextEncoder();
  if (typeof value === 'number') return { name, type: AttributeType.INT, i: BigInt(value) };
  if (typeof value === 'string') return { name, type: AttributeType.STRING, s: encoder.encode(value) };
  if ('float' in value) return { name, type: AttributeType.FLOAT, f: value.float };
  if ('floats' in value) return { name, type: AttributeType.FLOATS, floats: value.floats };
  if (value.every((one) => typeof one === 'number')) {
    return { name, type: AttributeType.INTS, ints: value.map((one) => BigInt(one)) };
  }
  return { name, type: AttributeType.STRINGS, strings: value.map((one) => encoder.encode(one)) };
}
