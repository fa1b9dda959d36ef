import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";
import type { JsonObject, JsonValue } from "../../domain/json.ts";

/** A field of an operation's root: one thing that the document asks for. */
export interface RootField {
  /** `query.issue`, `mutation.createIssue`, `subscription.changes`. */
  readonly name: string;
  readonly arguments: JsonObject;
}

/** What clients write has some thousands of tokens; what has more is made to be slow to read. */
const MAX_TOKENS = 10_000;
/** Root fields of one document, aliases counted one by one; a person could not read more before they approve. */
const MAX_FIELDS = 256;
/** Fragments in fragments at the root; a cycle ends here. */
const MAX_DEPTH = 16;

/**
 * The root fields of the operation that a server would run (GraphQL, October 2021, sections 6.1 and 6.3). `@skip` and `@include` are not
 * believed: what they leave out is counted in.
 * @returns undefined for what is no document, has no such operation, or is too large
 */
export function rootFields(
  text: string,
  operationName: string | undefined,
  variables: JsonObject,
): readonly RootField[] | undefined {
  const document = parsed(text);
  const operation = document === undefined ? undefined : operationOf(document, operationName);
  if (document === undefined || operation === undefined) return undefined;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const fields = fieldsIn(operation.selectionSet, fragments, 0);
  if (fields === undefined || fields.length === 0) return undefined;
  const values = { ...defaultsOf(operation), ...variables };
  return fields.map((field) => ({
    name: `${operation.operation}.${field.name.value}`,
    arguments: Object.fromEntries(
      (field.arguments ?? []).flatMap((argument) => {
        const value = argumentOf(argument.value, values);
        return value === undefined ? [] : [[argument.name.value, value]];
      }),
    ),
  }));
}

function parsed(text: string): DocumentNode | undefined {
  try {
    return parse(text, { noLocation: true, maxTokens: MAX_TOKENS });
  } catch (error) {
    // A RangeError is a document that is nested deeper than the stack.
    if (error instanceof GraphQLError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Section 6.1: by its name, or the only one. Two of one name are an error to every server. */
function operationOf(document: DocumentNode, name: string | undefined): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const meant = name === undefined ? operations : operations.filter((node) => node.name?.value === name);
  return meant.length === 1 ? meant[0] : undefined;
}

function fieldsIn(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  depth: number,
): readonly FieldNode[] | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const fields: FieldNode[] = [];
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      fields.push(selection);
    } else {
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      const found = inner === undefined ? undefined : fieldsIn(inner.selectionSet, fragments, depth + 1);
      if (found === undefined) return undefined;
      fields.push(...found);
    }
    if (fields.length > MAX_FIELDS) return undefined;
  }
  return fields;
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): JsonObject {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) => {
      const value = defaultValue === undefined ? undefined : argumentOf(defaultValue, {});
      return value === undefined ? [] : [[variable.name.value, value]];
    }),
  );
}

/** Section 2.9; undefined for a variable that has no value. */
function argumentOf(node: ValueNode, variables: JsonObject): JsonValue | undefined {
  switch (node.kind) {
    case Kind.VARIABLE:
      return Object.hasOwn(variables, node.name.value) ? variables[node.name.value] : undefined;
    case Kind.INT:
    case Kind.FLOAT:
      return exactNumber(node.value);
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value;
    case Kind.NULL:
      return null;
    case Kind.LIST:
      return node.values.map((item) => argumentOf(item, variables) ?? null);
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map((field) => [field.name.value, argumentOf(field.value, variables) ?? null]),
      );
  }
}

/** What a double writes in another way stays text, which an amount may be. */
function exactNumber(text: string): JsonValue {
  const value = Number(text);
  return String(value) === text ? value : text;
}
