import { describe, expect, test } from 'vitest'
import type { JsonRule } from '../../src/model/http.ts'
import { saidBy } from '../../src/probes/said-by.ts'
import { receivedSignal } from '../support/drill.ts'

const post = (body: unknown, headers = {}) => ({ path: '/alerted', headers, body })
const is = (path: string, value: unknown): JsonRule => ({ kind: 'equals', path, value })

describe('what a post says about a signal', () => {
  test.for([
    ['on', { state: 'firing' }, true],
    ['off', { state: 'resolved' }, false],
    ['nothing, if it speaks of something else', { state: 'acknowledged' }, undefined],
    ['nothing, if it is a list', [{ state: 'firing' }], undefined],
    ['nothing, if it is null', null, undefined],
    ['nothing, if it is a text', 'firing', undefined],
  ] as const)('%s', ([_, body, said]) => {
    expect(saidBy(receivedSignal(), post(body))).toBe(said)
  })

  test('without "off" nothing switches it off', () => {
    expect(saidBy(receivedSignal({ off: undefined }), post({ state: 'resolved' }))).toBeUndefined()
  })
  test('what fits both is on: it goes on for somebody', () => {
    const both = receivedSignal({ when: [is('$.a', 1)], off: [is('$.b', 2)] })
    expect(saidBy(both, post({ a: 1, b: 2 }))).toBe(true)
  })
  test('without any rule every document is one', () => {
    expect(saidBy(receivedSignal({ when: [] }), post({}))).toBe(true)
  })
  test('a header that is not as it should be means that something else is meant', () => {
    const signed = receivedSignal({ headers: [is('x-team', 'platform')] })
    expect(saidBy(signed, post({ state: 'firing' }, { 'x-team': 'platform' }))).toBe(true)
    expect(saidBy(signed, post({ state: 'firing' }, { 'x-team': 'payments' }))).toBeUndefined()
    expect(saidBy(signed, post({ state: 'firing' }))).toBeUndefined()
  })
})

describe('a post that tells of several things', () => {
  // The shape that Prometheus' Alertmanager posts (version 4 of its webhook), as far as it matters here.
  const alertmanager = (...alerts: readonly (readonly [name: string, status: string])[]) => ({
    version: '4',
    groupKey: '{}:{alertname="ModelDown"}',
    status: alerts.some(([, status]) => status === 'firing') ? 'firing' : 'resolved',
    receiver: 'drill',
    commonLabels: {},
    alerts: alerts.map(([alertname, status]) => ({ status, labels: { alertname }, fingerprint: '1' })),
  })
  const down = receivedSignal({
    each: '$.alerts',
    when: [is('$.labels.alertname', 'ModelDown'), is('$.status', 'firing')],
    off: [is('$.labels.alertname', 'ModelDown'), is('$.status', 'resolved')],
  })

  test.for([
    [
      'on, if one of them is',
      [
        ['DiskFull', 'resolved'],
        ['ModelDown', 'firing'],
      ],
      true,
    ],
    [
      'off, if one of them is',
      [
        ['DiskFull', 'firing'],
        ['ModelDown', 'resolved'],
      ],
      false,
    ],
    [
      'on, as long as it goes on for one instance',
      [
        ['ModelDown', 'resolved'],
        ['ModelDown', 'firing'],
      ],
      true,
    ],
    ['nothing, if none of them is meant', [['DiskFull', 'firing']], undefined],
    ['nothing, if there are none', [], undefined],
  ] as const)('%s', ([_, alerts, said]) => {
    expect(saidBy(down, post(alertmanager(...alerts)))).toBe(said)
  })
  test('nothing, if there is no list where one should be', () => {
    expect(saidBy(down, post({ alerts: 'ModelDown' }))).toBeUndefined()
    expect(saidBy(down, post({}))).toBeUndefined()
  })
})

describe('the shapes of others', () => {
  test('an incident of PagerDuty, told by its kind of event', () => {
    const incident = receivedSignal({
      headers: [{ kind: 'exists', path: 'x-pagerduty-signature', exists: true }],
      when: [is('$.event.event_type', 'incident.triggered'), is('$.event.data.service.summary', 'Model gateway')],
      off: [is('$.event.event_type', 'incident.resolved')],
    })
    const told = (event_type: string) =>
      post(
        { event: { event_type, data: { type: 'incident', service: { summary: 'Model gateway' } } } },
        {
          'x-pagerduty-signature': 'v1=abc',
        },
      )
    expect(saidBy(incident, told('incident.triggered'))).toBe(true)
    expect(saidBy(incident, told('incident.acknowledged'))).toBeUndefined()
    expect(saidBy(incident, told('incident.resolved'))).toBe(false)
  })
  test('a message as chat systems take them, told by its text', () => {
    const told = receivedSignal({
      when: [{ kind: 'contains', path: '$.text', text: 'We are investigating' }],
      off: undefined,
    })
    expect(saidBy(told, post({ text: ':warning: We are investigating slow answers.' }))).toBe(true)
    expect(saidBy(told, post({ text: 'Lunch?' }))).toBeUndefined()
  })
})
