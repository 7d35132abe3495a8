// What the browser tests ask inside a page. Texts, because the project knows no DOM types, and a reference to them here would
// give them to every file.

export const SCROLL_WIDTH = 'document.documentElement.scrollWidth'

export const OPEN_DETAILS = 'for (const each of document.querySelectorAll("details")) each.open = true'

export const HEADING_LEVELS = '[...document.querySelectorAll("h1, h2, h3, h4")].map(each => Number(each.tagName[1]))'

/** Which of the timeline's drawings can be seen. */
export const SHOWN_DRAWINGS = `[...document.querySelectorAll(".timeline .drawing")]
  .filter(each => each.getBoundingClientRect().width > 0).map(each => each.parentElement.className)`

export const BREAKS_INSIDE_DRAWINGS =
  '[...document.querySelectorAll(".drawing")].map(each => getComputedStyle(each).breakInside)'

/** Names that point to nothing. */
export const DANGLING_LABELS = `[...document.querySelectorAll("[aria-labelledby]")]
  .map(each => each.getAttribute("aria-labelledby")).filter(id => document.getElementById(id) === null)`

/** Whether something has run, and everything that could. */
export const WHAT_RUNS = `({
  pwned: "pwned" in window,
  active: document.querySelectorAll("script, img, iframe, object, embed, link, base, form").length,
  handlers: [...document.querySelectorAll("*")]
    .filter(each => each.getAttributeNames().some(name => name.startsWith("on"))).length,
  styles: document.querySelectorAll("style").length,
})`

/** Texts whose contrast with what lies behind them is below 4.5 : 1. */
export const FAINT_TEXTS = `(() => {
  const channels = color => (color.match(/[\\d.]+/g) ?? []).map(Number)
  const luminance = color => {
    const [r, g, b] = channels(color).map(each => {
      const part = each / 255
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = element => {
    for (let each = element; each !== null; each = each.parentElement) {
      const color = getComputedStyle(each).backgroundColor
      if ((channels(color)[3] ?? 1) > 0) return color
    }
    return "rgb(255, 255, 255)"
  }
  return [...document.querySelectorAll("body *:not(svg *)")].flatMap(element => {
    const words = [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.textContent).join("").trim()
    if (words === "") return []
    const [light, dark] = [luminance(getComputedStyle(element).color), luminance(behind(element))].sort((a, b) => b - a)
    const contrast = (light + 0.05) / (dark + 0.05)
    return contrast < 4.5 ? [contrast.toFixed(2) + ": " + words] : []
  })
})()`

export interface ParsedXml {
  readonly error: string | null
  readonly name: string | null
  readonly cases: number
}

/** Reads XML with the browser's own parser. */
export function parseXml(xml: string): string {
  return `(() => {
    const parsed = new DOMParser().parseFromString(${JSON.stringify(xml)}, "application/xml")
    return {
      error: parsed.querySelector("parsererror")?.textContent ?? null,
      name: parsed.querySelector("testsuite")?.getAttribute("name") ?? null,
      cases: parsed.querySelectorAll("testcase").length,
    }
  })()`
}

/** What axe-core, already on the page, calls serious or worse. */
export const SERIOUS_VIOLATIONS = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations
    .filter(each => each.impact === 'serious' || each.impact === 'critical')
    .map(each => each.id + ': ' + each.nodes.slice(0, 3).map(node => node.target.join(' ')).join(', ')))`

/** How wide a sentence is in the typeface of a heading, of the text and of code. */
export const TEXT_WIDTHS = `["h1", "p", "code"].map(tag => {
  const each = document.createElement(tag)
  each.style.cssText = "position:absolute;white-space:nowrap;font-size:100px;letter-spacing:0"
  each.textContent = "Pack my box with five dozen liquor jugs: 0123456789 ± × →"
  document.querySelector("main").append(each)
  const { width } = each.getBoundingClientRect()
  each.remove()
  return Math.round(width * 100) / 100
})`

/** What is different between two pictures. */
export interface Compared {
  readonly sameSize: boolean
  /** Of all pixels, those of which a colour is further away than an eye overlooks. */
  readonly differentRatio: number
}

const OVERLOOKED = 24

export const COMPARED = (one: string, other: string) => `(async () => {
  const pixels = async base64 => {
    const image = new Image()
    image.src = "data:image/png;base64," + base64
    await image.decode()
    const canvas = document.createElement("canvas")
    canvas.width = image.width
    canvas.height = image.height
    const context = canvas.getContext("2d")
    context.drawImage(image, 0, 0)
    return { width: image.width, height: image.height, data: context.getImageData(0, 0, image.width, image.height).data }
  }
  const [a, b] = [await pixels("${one}"), await pixels("${other}")]
  if (a.width !== b.width || a.height !== b.height) return { sameSize: false, differentRatio: 1 }
  let different = 0
  for (let i = 0; i < a.data.length; i += 4) {
    if ([0, 1, 2].some(c => Math.abs(a.data[i + c] - b.data[i + c]) > ${OVERLOOKED})) different++
  }
  return { sameSize: true, differentRatio: different / (a.width * a.height) }
})()`
