import type { Words } from './tree.ts'

/** Bytes that are no text, or text in an encoding of former times. */
export function noText(isBinary: boolean): Words {
  return {
    code: 'YAML_SYNTAX',
    what: isBinary ? 'this is no text file' : 'there are bytes here that are not UTF-8',
    why: 'what people write down is read as UTF-8 text',
    now: isBinary ? 'check the file name' : 'save the file as UTF-8, or check the file name',
  }
}

/** Aliases that stand for too much. */
export function tooMany(most: number): Words {
  return {
    code: 'YAML_SYNTAX',
    what: `the file stands for more than ${most} values once its aliases are filled in`,
    why: 'a few lines of aliases can stand for more than any machine holds',
    now: 'write the values out, or split the file',
  }
}

/** Nesting without an end in sight. */
export function tooDeep(most: number): Words {
  return {
    code: 'YAML_SYNTAX',
    what: `the values are nested more than ${most} levels deep`,
    why: 'nothing that is read here nests that deep',
    now: 'check the brackets and the indentation above this place',
  }
}

/** `.inf` and `.nan`. */
export function notFinite(): Words {
  return {
    code: 'YAML_SYNTAX',
    what: 'this number is infinite or not a number',
    why: 'no setting takes it, and JSON cannot carry it',
    now: 'write a finite number',
  }
}

/** A key that is a list or a mapping. */
export function keyIsNotText(): Words {
  return {
    code: 'YAML_SYNTAX',
    what: 'this key is not plain text',
    why: 'only plain text can name a setting',
    now: 'write a word and a colon; put text with special characters in quotes',
  }
}

/** A key that would reach into how objects work. */
export function reservedKey(name: string): Words {
  return {
    code: 'BAD_NAME',
    what: `"${name}" cannot be used as a key`,
    why: 'JavaScript gives it a meaning of its own',
    now: 'choose another name',
  }
}

/** A key that stands twice in one mapping. */
export function keyTwice(name: string): Words {
  return {
    code: 'DUPLICATE_NAME',
    what: `${JSON.stringify(name)} stands here twice`,
    why: 'only one of the two could count, and nobody would see which',
    now: 'remove one of them, or give it another name',
  }
}

/** An alias whose anchor does not come before it. */
export function noAnchor(name: string): Words {
  return {
    code: 'YAML_SYNTAX',
    what: `the alias "*${name}" stands for nothing`,
    why: `no "&${name}" comes before it`,
    now: `put "&${name}" before the value it should repeat, or put the text in quotes if no alias is meant`,
  }
}

/** An alias inside the value it stands for. */
export function containsItself(name: string): Words {
  return {
    code: 'YAML_SYNTAX',
    what: `the alias "*${name}" stands inside the value it repeats`,
    why: 'such a value has no end',
    now: 'write the inner value out',
  }
}
