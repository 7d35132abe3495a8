import type { FieldSchema, FieldType } from '@zilliz/milvus2-sdk-node'

/** One field of a collection, as far as it takes to make it again. */
export interface Field {
  readonly name: string
  readonly type: string
  readonly element: string | undefined
  readonly primary: boolean
  readonly autoId: boolean
  readonly partitionKey: boolean
  readonly clusteringKey: boolean
  readonly nullable: boolean
  /** Made by the server from other fields, so never written. */
  readonly made: boolean
  readonly usual: string | number | undefined
  readonly params: Readonly<Record<string, string>>
}

/** A field as the server describes it. */
export function fieldOf(field: FieldSchema): Field {
  const { element_type } = field
  return {
    name: field.name,
    type: field.data_type,
    element: element_type === undefined || element_type === 'None' ? undefined : element_type,
    primary: field.is_primary_key,
    autoId: field.autoID,
    partitionKey: field.is_partition_key ?? false,
    clusteringKey: field.is_clustering_key ?? false,
    nullable: field.nullable ?? false,
    made: field.is_function_output,
    usual: field.default_value ?? undefined,
    params: valuesOf(field.type_params),
  }
}

/** The same as the server takes it. */
export function fieldType(field: Field): FieldType {
  return {
    name: field.name,
    data_type: field.type as 'VarChar',
    is_primary_key: field.primary,
    autoID: field.autoId,
    is_partition_key: field.partitionKey,
    is_clustering_key: field.clusteringKey,
    is_function_output: field.made,
    nullable: field.nullable,
    type_params: field.params,
    ...(field.element === undefined ? {} : { element_type: field.element as 'VarChar' }),
    ...(field.usual === undefined ? {} : { default_value: field.usual }),
  }
}

/** The same in a line by which two can be compared. */
export function fieldLine({ name, type, element, primary, partitionKey, nullable, params }: Field): string {
  const words = [
    `field ${name} ${type}${element === undefined ? '' : ` of ${element}`}`,
    ...Object.entries(params).map(([key, value]) => `${key} ${value}`),
    ...(primary ? ['primary key'] : []),
    ...(partitionKey ? ['partition key'] : []),
    ...(nullable ? ['nullable'] : []),
  ]
  return words.join(', ')
}

/** What the server says as pairs, by name. */
export function valuesOf(
  pairs: readonly { readonly key: string | number; readonly value: unknown }[] | undefined,
): Readonly<Record<string, string>> {
  return Object.fromEntries((pairs ?? []).map(({ key, value }) => [String(key), String(value)]))
}
