import type { IndexModel, NativeCreateIndexOptions } from '@pinecone-database/pinecone'
import { DrillError } from '../../model/error.ts'
import type { Blueprint } from '../store.ts'

/** All it takes to make an index again. Its host is no part of it: a new index has a new one. */
export interface IndexPlan extends Blueprint {
  readonly request: Omit<NativeCreateIndexOptions, 'name'>
  readonly structure: readonly string[]
}

/** What an index was made from. Refuses one that would not come back as it was. */
export function indexPlan(model: IndexModel): IndexPlan {
  const { schema, deployment, tags } = model
  const own = Object.entries(schema.fields).find(([, field]) => !('type' in field && CREATABLE.includes(field.type)))
  if (own !== undefined) throw cannotCopy(model.name, `Pinecone makes what is in its field ${own[0]} itself`)
  if (deployment.deploymentType === 'pod') throw cannotCopy(model.name, 'an index of pods cannot list what is in it')
  const request = {
    schema: schema as NativeCreateIndexOptions['schema'],
    deployment: placeOf(deployment) as NonNullable<NativeCreateIndexOptions['deployment']>,
    deletionProtection: model.deletionProtection as 'enabled' | 'disabled',
    ...(tags === undefined || tags === null ? {} : { tags }),
  }
  return { request, structure: structureOf(model) }
}

/** The same index for dense vectors of another length. */
export function resized({ request, ...others }: IndexPlan, dimension: number): IndexPlan {
  const fields = Object.entries(request.schema?.fields ?? {}).map(([name, field]) => {
    return [name, 'type' in field && field.type === 'dense_vector' ? { ...field, dimension } : field] as const
  })
  const schema = { ...request.schema, fields: Object.fromEntries(fields) }
  return { ...others, request: { ...request, schema: schema as typeof request.schema } }
}

/** An index in lines by which two can be compared. */
export function structureOf({ schema, deployment, deletionProtection, tags }: IndexModel): readonly string[] {
  return [
    ...Object.entries(schema.fields)
      .map(([name, field]) => `field ${name} ${JSON.stringify(field)}`)
      .sort(),
    `deployment ${JSON.stringify(placeOf(deployment))}`,
    `deletion protection ${deletionProtection}`,
    ...Object.entries(tags ?? {})
      .map(([name, value]) => `tag ${name} ${value}`)
      .sort(),
  ]
}

/** The dense vectors of an index: how long, and how compared. */
export function vectorsOf({ schema }: IndexModel): { readonly dimension?: number; readonly metric?: string } {
  const dense = Object.values(schema.fields).find(field => 'type' in field && field.type === 'dense_vector')
  return (dense ?? {}) as { readonly dimension?: number; readonly metric?: string }
}

/** Where an index stands, without what Pinecone says of it by itself. */
function placeOf(deployment: IndexModel['deployment']) {
  return Object.fromEntries(Object.entries(deployment).filter(([name]) => name !== 'environment'))
}

const CREATABLE: readonly string[] = ['dense_vector', 'sparse_vector', 'string']

function cannotCopy(name: string, why: string): DrillError {
  return new DrillError('NOT_AVAILABLE', `The index ${name} cannot be copied and put back: ${why}.`, {
    hint: 'damage it with "kind: custom" and restore it from a backup of its own. Nothing was changed',
  })
}
