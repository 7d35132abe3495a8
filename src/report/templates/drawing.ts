/** A drawing as SVG, and one partial for each kind of shape. */
export const drawing = `
<svg class="drawing" role="img" aria-label="{{title}}" viewBox="0 0 {{width}} {{height}}" width="{{width}}" height="{{height}}">
<defs><pattern id="{{id}}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" class="hatch-ground"/><rect width="2" height="6" class="hatch-line"/></pattern></defs>
<g style="--hatch: url(#{{id}}-hatch)">
{{#each shapes}}
{{> (lookup . 'shape')}}
{{/each}}
</g>
</svg>
`

/** A box. */
export const rect = `<rect class="{{css}}" x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}">{{#if hint}}<title>{{hint}}</title>{{/if}}</rect>
`

/** Words. */
export const text = `<text class="{{css}}" x="{{x}}" y="{{y}}" text-anchor="{{anchor}}">{{text}}</text>
`

/** A line. */
export const line = `<line class="{{css}}" x1="{{x1}}" y1="{{y1}}" x2="{{x2}}" y2="{{y2}}"/>
`

/** An outline. */
export const path = `<path class="{{css}}" d="{{d}}"{{#if x}} transform="translate({{x}} {{y}})"{{/if}}>{{#if hint}}<title>{{hint}}</title>{{/if}}</path>
`
