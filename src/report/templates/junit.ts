/** One suite for each drill, in the shape that CI servers read. Inconclusive is an error: it must not look green. */
export const junit = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
<testsuite id="0" package="blackstart" name="{{name}}" timestamp="{{timestamp}}" hostname="localhost" tests="{{tests}}" failures="{{failures}}" errors="{{errors}}" skipped="{{skipped}}" time="{{seconds}}">
<properties>
{{#each properties}}
<property name="{{term}}" value="{{text}}"/>
{{/each}}
</properties>
{{#each cases}}
<testcase classname="{{classname}}" name="{{name}}" time="{{seconds}}">{{#if failure}}<failure type="failed" message="{{failure}}">{{detail}}</failure>{{/if}}{{#if error}}<error type="inconclusive" message="{{error}}">{{detail}}</error>{{/if}}{{#if skipped}}<skipped/>{{/if}}</testcase>
{{/each}}
<system-out>{{out}}</system-out>
<system-err></system-err>
</testsuite>
</testsuites>
`
