/** How the pages look: like a good printed report, in daylight, at night and on paper. */
export const style = `
:root { color-scheme: light dark;
  --paper: #fcfbf8; --ink: #1c1e21; --muted: #5a5f66; --rule: #dcd8cf; --faint: #f2efe8;
  --good: #1c6b40; --bad: #b3261e; --unknown: #855700; --good-tint: #e3efe6; --bad-tint: #f8e3e0; --unknown-tint: #f6ecd6;
  --fault: #6a3d9a; --fault-tint: #e9dff5; --degraded: #e8b64c; --degraded-ink: #2b1f00; --signal: #0d6472; --step: #8a4b1f; --phase: #e6e2d9; --up: #b9d9c5; --median: #1f4e8c; --band: #c9d8ec;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, Charter, Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
@media screen and (prefers-color-scheme: dark) { :root {
  --paper: #16181b; --ink: #e9e6e0; --muted: #a6aab0; --rule: #363a40; --faint: #1f2226;
  --good: #74cf9a; --bad: #ff8f85; --unknown: #f0c055; --good-tint: #1b2e23; --bad-tint: #3a1f1d; --unknown-tint: #33290f;
  --fault: #c7a8f2; --fault-tint: #33264a; --degraded: #b98a27; --degraded-ink: #16120a; --signal: #5cc3d1; --step: #e0a070; --phase: #2c3036; --up: #2c5440; --median: #8db8f0; --band: #2a3d58; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 var(--sans); }
main { max-width: 68rem; margin: 0 auto; padding: 1.4rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1, h2, .word, .value { font-family: var(--serif); font-weight: 600; line-height: 1.2; text-wrap: balance; }
h1 { font-size: 1.9rem; margin: 0.15rem 0 0.4rem; letter-spacing: -0.005em; }
h2 { font-size: 1.25rem; margin: 0 0 0.6rem; }
h3 { font-size: 1rem; margin: 1.3rem 0 0.4rem; }
h4 { font-size: 0.9rem; margin: 1.1rem 0 0.3rem; }
p { margin: 0 0 0.5rem; }
ul { margin: 0 0 0.6rem; padding-left: 1.2rem; }
a { color: inherit; text-underline-offset: 0.15em; }
code { font-family: var(--mono); font-size: 0.9em; }
section { margin: 0 0 2.4rem; }
.kicker { font-size: 0.8rem; letter-spacing: 0.09em; text-transform: uppercase; color: var(--muted); margin: 0; }
.facts, .note { color: var(--muted); font-size: 0.875rem; }
.meant { margin: -0.6rem 0 1.2rem; } .facts { margin-bottom: 1.1rem; } .rehearsed { margin: 0 0 0.2rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.sign { flex: none; width: 1em; height: 1em; fill: currentColor; }
.sign path:last-child { fill: none; stroke: var(--ground, var(--paper)); stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }

.verdict { display: grid; grid-template-columns: auto auto 1fr; column-gap: 0.9rem; align-items: center; padding: 0.7rem 1.2rem; border-left: 6px solid; border-radius: 3px; margin-bottom: 1.2rem; }
.verdict .sign { width: 2.1rem; height: 2.1rem; }
.verdict .word { font-size: 2rem; margin: 0; }
.verdict .headline { color: var(--ink); font-size: 1.15rem; margin: 0 0 0 0.6rem; text-wrap: pretty; }
.passed { color: var(--good); } .failed { color: var(--bad); } .inconclusive { color: var(--unknown); }
.verdict.passed { background: var(--good-tint); --ground: var(--good-tint); } .verdict.failed { background: var(--bad-tint); --ground: var(--bad-tint); } .verdict.inconclusive { background: var(--unknown-tint); }
.sign .ring { fill: none; stroke: currentColor; stroke-width: 2; } .sign .ring + path:last-child { stroke: currentColor; }
.alert { border: 2px solid var(--bad); border-radius: 3px; padding: 0.8rem 1.2rem 0.3rem; margin-bottom: 1.6rem; }

.first { display: grid; grid-template-columns: minmax(0, 1.75fr) minmax(0, 1fr); gap: 0 2.6rem; margin-bottom: 1.8rem; }
.first section { margin: 0 0 1.1rem; }
.first h2 { font-size: 1.05rem; margin-bottom: 0.25rem; }
.first .words-of { font-size: 0.95rem; border-left: 1px solid var(--rule); padding-left: 1.6rem; }
.first .figure { margin: 0 0 0.2rem; }
.first .value { font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.first .pair .value { font-size: 1.2rem; } .first .value.unmeasured { color: var(--muted); font-weight: 400; }
.first .against { color: var(--muted); }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.6rem; border-top: 1px solid var(--rule); padding-top: 0.9rem; }
.plain { list-style: none; padding: 0; margin: 0; }
.plain li { margin-bottom: 0.55rem; }
.plain p { margin: 0; }
.reasons li { display: flex; gap: 0.55rem; align-items: flex-start; }
.reasons .sign { margin-top: 0.28em; }
.reasons p { color: var(--ink); }

.drawing { display: block; width: 100%; height: auto; font-family: var(--sans); font-size: 13px; }
.narrow { display: none; }
.drawing text { fill: var(--ink); font-variant-numeric: tabular-nums; }
.drawing .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 3.5px; stroke-linejoin: round; }
.drawing .strong { font-weight: 600; } .drawing .small { font-size: 12px; } .drawing .muted { fill: var(--muted); }
.drawing .lane-name { font-weight: 600; }
.drawing .axis { stroke: var(--ink); stroke-width: 1; } .drawing .grid { stroke: var(--rule); stroke-width: 1; }
.drawing .milestone { stroke: var(--ink); stroke-width: 1; } .drawing .milestone.good { stroke: var(--good); } .drawing .milestone.plain { stroke-dasharray: 3 3; }
.drawing text.good { fill: var(--good); } .drawing text.bad { fill: var(--bad); } .drawing text.unknown { fill: var(--unknown); }
.hatch-ground { fill: var(--fault-tint); } .hatch-line { fill: var(--fault); opacity: 0.55; }
.span.phase { fill: var(--phase); stroke: var(--paper); } .span.fault { fill: var(--hatch); stroke: var(--fault); } .span.outage { fill: var(--bad); } .span.check { fill: var(--median); } .span.up { fill: var(--up); }
.span.degraded { fill: var(--degraded); } .span.signal { fill: var(--signal); } .span.step { fill: var(--step); } .span.step-late { fill: var(--bad); } .bad-tick { fill: var(--bad); } .shade { fill: var(--bad); opacity: 0.12; }
.unsure { fill: var(--ink); opacity: 0.14; } .leader { stroke: var(--muted); stroke-width: 1; }
.drawing .in-span.signal, .drawing .in-span.check, .drawing .in-span.step, .drawing .in-span.step-late, .drawing .in-span.outage { fill: var(--paper); } .drawing .in-span.outage { font-weight: 600; } .drawing .in-span.degraded { fill: var(--degraded-ink); } .drawing .in-span.fault { font-weight: 600; paint-order: stroke; stroke: var(--fault-tint); stroke-width: 4px; stroke-linejoin: round; }
.band { fill: var(--band); } .median { fill: none; stroke: var(--median); stroke-width: 1.6; stroke-linejoin: round; } .drawing .dot { fill: var(--median); } .drawing .dot.bad { fill: var(--bad); } .bound { stroke: var(--muted); stroke-dasharray: 5 4; }
.drawing .sign.good { fill: var(--good); } .drawing .sign.bad { fill: var(--bad); } .drawing .sign.unknown { fill: var(--unknown); } .drawing .sign.plain { fill: var(--muted); }
.drawing path.sign:last-child { stroke: none; }
.load.served { fill: var(--up); } .load.turned-away { fill: var(--degraded); } .load.failed { fill: var(--bad); } .load.asked { fill: none; stroke: var(--ink); stroke-width: 1.4; }
.bar.good { fill: var(--good); } .bar.bad { fill: var(--bad); }   .bar.plain { fill: var(--median); } .neighbour-drawing { max-width: 34rem; }
.bar.unknown { fill: var(--unknown); } .bar.maybe { opacity: 0.35; }
.edge { stroke-width: 2; } .edge.good { stroke: var(--good); } .edge.bad { stroke: var(--bad); } .edge.unknown { stroke: var(--unknown); } .target { stroke: var(--ink); stroke-width: 2.5; }
.legend { display: flex; flex-wrap: wrap; gap: 0.1rem 1.1rem; list-style: none; padding: 0; margin: 0.4rem 0 0; } .legend li { white-space: nowrap; }
.key { display: inline-block; width: 1.1em; height: 0.75em; margin-right: 0.4em; }
.key.fault { background: repeating-linear-gradient(135deg, var(--fault-tint) 0 3px, var(--fault) 3px 4px); border: 1px solid var(--fault); } .key.asked { height: 0; border-top: 2px solid var(--ink); vertical-align: 0.25em; } .key.served { background: var(--up); } .key.turned-away { background: var(--degraded); } .key.failed { background: var(--bad); }
.key.outage { background: var(--bad); } .key.up { background: var(--up); } .key.degraded { background: var(--degraded); } .key.signal { background: var(--signal); } .key.step { background: var(--step); } .key.step-late { background: var(--bad); } .key.band { background: var(--band); } .key.median { height: 0; border-top: 2px solid var(--median); vertical-align: middle; }

.logo { display: block; max-height: 3rem; max-width: 14rem; margin-bottom: 0.8rem; }
.story .at { font-variant-numeric: tabular-nums; color: var(--muted); margin-right: 0.4em; } .ink { color: var(--ink); } p.judged .sign { vertical-align: -0.12em; margin-right: 0.4em; } .story-of-day { max-width: 46rem; }
.of-day { border-top: 1px solid var(--rule); padding-top: 1.2rem; }
.filters { display: flex; flex-wrap: wrap; gap: 0.5rem 1.6rem; margin: 0 0 1rem; font-size: 0.95rem; } .filters select, .filters input { font: inherit; color: inherit; background: var(--faint); border: 1px solid var(--muted); border-radius: 3px; padding: 0.15rem 0.3rem; max-width: 100%; } .filters :focus-visible, a:focus-visible { outline: 2px solid var(--median); outline-offset: 2px; }
.contents { margin: 0 0 2.4rem; padding: 0.8rem 0 0; border-top: 1px solid var(--rule); }
.contents ol { columns: 15rem; column-gap: 2rem; margin: 0.4rem 0 0; padding-left: 1.4rem; font-size: 0.9rem; } .contents li { break-inside: avoid; padding: 0.1rem 0; }

details { border-top: 1px solid var(--rule); padding-top: 0.5rem; margin-top: 0.9rem; }
summary { cursor: pointer; font-weight: 600; font-size: 0.95rem; }
summary:focus-visible { outline: 2px solid var(--median); outline-offset: 3px; }
table { width: 100%; border-collapse: collapse; font-size: 0.9rem; margin: 0.6rem 0; font-variant-numeric: tabular-nums; }
th { text-align: left; white-space: nowrap; font-size: 0.8rem; color: var(--muted); font-weight: 600; border-bottom: 1px solid var(--ink); padding: 0.25rem 0.9rem 0.25rem 0; vertical-align: bottom; }
td { padding: 0.32rem 0.9rem 0.32rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
td.at { white-space: nowrap; } td.long { white-space: pre-wrap; min-width: 9rem; }
td.judged { white-space: nowrap; } td.judged.wraps { white-space: normal; min-width: 7rem; } td.judged .sign { vertical-align: -0.1em; margin-right: 0.4em; }
.samples .bad td:nth-child(3) { color: var(--bad); } .samples .turn { background: var(--faint); } .samples .turn td:first-child { font-weight: 700; }
.terms { margin: 0; } .terms div { display: grid; grid-template-columns: 11rem 1fr; gap: 0 1.2rem; padding: 0.3rem 0; border-bottom: 1px solid var(--rule); }
dt { color: var(--muted); font-size: 0.9rem; } dd { margin: 0; white-space: pre-wrap; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 0.6rem 1.5rem; margin: 0 0 0.8rem; } .figures dd { font-variant-numeric: tabular-nums; }
.severity { font-weight: 600; white-space: nowrap; } .severity.high { color: var(--bad); } .severity.medium { color: var(--unknown); } .change.better { color: var(--good); font-weight: 600; } .change.worse { color: var(--bad); font-weight: 600; } .change.unknown, .missing { color: var(--muted); } .missing { font-style: italic; }
.ticket { white-space: pre-wrap; font: 0.85em/1.45 var(--mono); background: var(--faint); border: 1px solid var(--rule); border-radius: 3px; padding: 0.7rem 0.9rem; margin: 0.6rem 0; }
.sign-off td { height: 2.2rem; } .evidence h3 { margin-top: 1.1rem; }
.certificate { border: 1px solid var(--rule); border-radius: 3px; padding: 1rem 1.2rem 0.4rem; background: var(--faint); }
footer { border-top: 1px solid var(--rule); padding-top: 0.8rem; color: var(--muted); font-size: 0.8rem; }

@media screen and (max-width: 44rem) {
  main { padding: 1.2rem 15px 3rem; }
  h1 { font-size: 1.5rem; }
  .verdict { grid-template-columns: auto 1fr; } .verdict .headline { grid-column: 1 / -1; margin: 0.3rem 0 0; }
  .first, .pair { grid-template-columns: 1fr; } .first .words-of { border-left: 0; padding: 0.9rem 0 0; border-top: 1px solid var(--rule); }
  .wide { display: none; } .narrow { display: block; } .verdict .headline { font-size: 1rem; } .rehearsed { font-size: 0.95rem; line-height: 1.4; }
  .short { margin: 0 0 1.2rem; } .short div { display: grid; grid-template-columns: 6.2rem 1fr; padding: 0.2rem 0; border-bottom: 1px solid var(--rule); } .short dd { white-space: normal; line-height: 1.4; }
  .terms div { grid-template-columns: 1fr; }
  table, tbody, tr, td { display: block; } thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { border-bottom: 1px solid var(--rule); padding: 0.5rem 0; } td { border: 0; padding: 0.1rem 0 0.1rem 7.4rem; position: relative; min-height: 1.5em; }
  td[data-label]::before { content: attr(data-label); color: var(--muted); font-size: 0.8rem; font-weight: 400; position: absolute; left: 0; top: 0.2rem; width: 7rem; }
  td:empty { display: none; }
}
@media print {
  @page { margin: 14mm 13mm 16mm; }
  .contents { break-inside: avoid; } .contents ol { columns: 1; list-style: none; padding: 0; } .contents li { display: flex; justify-content: space-between; border-bottom: 1px dotted var(--rule); } .contents a { text-decoration: none; } .filters { display: none; }
  :root { --paper: #fff; }
  /* Words that could break anywhere would: a column is never narrower than what it is for. */
  th, td.judged { white-space: normal; } table { font-size: 8.8pt; } th, td { min-width: 3.6em; } th { overflow-wrap: break-word; } th:first-child, td:first-child { min-width: 7.4em; } td.judged { min-width: 6.4em; }
  p, li, dd { orphans: 3; widows: 3; } summary { list-style: none; }
  body { font-size: 10.5pt; } main { max-width: none; padding: 0; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2, h3, h4, summary, h2 + p, h3 + p { break-after: avoid; } .terms div:first-child { break-after: avoid; }
  .verdict, .first section, .timeline .wide, .drawing, .certificate, tr, .terms div, .alert, .figures { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  thead { display: table-header-group; }
}
`
