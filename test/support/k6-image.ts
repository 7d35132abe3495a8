import { spawnSync } from 'node:child_process'
import { requiredPart } from './required.ts'

/** The image of k6, as it is called everywhere. */
export const K6_IMAGE = 'grafana/k6'

/** Whether a container of it can be started; where one must be, its absence is a failure. */
export const hasK6Image = requiredPart(
  'k6-image',
  spawnSync('docker', ['image', 'inspect', K6_IMAGE]).status === 0,
  `there is no container engine here that has the image ${K6_IMAGE}`,
)
