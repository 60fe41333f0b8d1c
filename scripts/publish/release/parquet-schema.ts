import type { SchemaElement } from 'hyparquet';
import type { Column, ColumnType } from './configs.ts';

type Repetition = 'REQUIRED' | 'OPTIONAL';

/** The Parquet schema of columns, flattened depth first; lists in the three levels that every reader knows. */
export function parquetSchema(columns: readonly Column[]): SchemaElement[] {
  return [
    { name: 'schema', num_children: columns.length },
    ...columns.flatMap(({ name, type, optional }) =>
      elementsOf(name, type, optional ? 'OPTIONAL' : 'REQUIRED'),
    ),
  ];
}

function elementsOf(name: string, type: ColumnType, repetition: Repetition): SchemaElement[] {
  if (type === 'string') return [textElement(name, repetition)];
  if (type === 'strings') return listOf(name, repetition, [textElement('element', 'REQUIRED')]);
  if (type === 'messages')
    return listOf(name, repetition, structOf('element', ['role', 'content'], 'REQUIRED'));
  return structOf(name, type.struct, repetition);
}

function textElement(name: string, repetition_type: Repetition): SchemaElement {
  return {
    name,
    type: 'BYTE_ARRAY',
    converted_type: 'UTF8',
    logical_type: { type: 'STRING' },
    repetition_type,
  };
}

function listOf(name: string, repetition_type: Repetition, element: SchemaElement[]): SchemaElement[] {
  return [
    { name, converted_type: 'LIST', logical_type: { type: 'LIST' }, repetition_type, num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...element,
  ];
}

function structOf(name: string, fields: readonly string[], repetition_type: Repetition): SchemaElement[] {
  return [
    { name, repetition_type, num_children: fields.length },
    ...fields.map((field) => textElement(field, 'REQUIRED')),
  ];
}
