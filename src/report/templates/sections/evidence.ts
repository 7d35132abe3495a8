/** Fifty fields for auditors, and the controls they speak to. */
export const evidence = `
<section aria-labelledby="evidence" class="evidence">
<h2 id="evidence">{{w 'Evidence for auditors'}}</h2>
<p>{{evidence.summary}}</p>
{{#each evidence.groups}}
<h3>{{title}}</h3>
<dl class="terms">
{{#each fields}}
<div><dt>{{number}} · {{name}}</dt><dd{{#unless evidenced}} class="missing"{{/unless}}>{{text}}</dd></div>
{{/each}}
</dl>
{{/each}}
<h3>{{w 'Controls'}}</h3>
<table>
<thead><tr><th scope="col">Control</th><th scope="col">About</th><th scope="col">Fields</th><th scope="col">This drill</th></tr></thead>
<tbody>
{{#each evidence.controls}}
<tr><td data-label="Control">{{control}}</td><td data-label="About">{{about}}</td><td data-label="Fields">{{fields}}</td><td data-label="This drill">{{words}}</td></tr>
{{/each}}
</tbody>
</table>
<h3>{{w 'Signed off'}}</h3>
<table class="sign-off">
<thead><tr><th scope="col">Role</th><th scope="col">Name</th><th scope="col">Day</th><th scope="col">Signature</th></tr></thead>
<tbody>
{{#each evidence.signOffs}}<tr><td data-label="Role">{{this}}</td><td></td><td></td><td></td></tr>
{{/each}}
</tbody>
</table>
</section>
`
