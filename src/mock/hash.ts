/** A number from a text (FNV-1a); another one for every `salt`. */
export function hash(text: string, salt = 0): number {
  let value = 0x811c9dc5 ^ salt
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}
