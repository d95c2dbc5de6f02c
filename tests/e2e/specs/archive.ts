// Writes zip archives for the tests: stored, without compression, with Unix modes.

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** The end of an archive with more entries than the usual end can count, which comes before it. */
function endOfMany(count: number, length: number, offset: number): Buffer {
  const record = Buffer.alloc(52);
  record.writeBigUInt64LE(44n, 0);
  record.writeUInt16LE(45, 8);
  record.writeUInt16LE(45, 10);
  record.writeBigUInt64LE(BigInt(count), 20);
  record.writeBigUInt64LE(BigInt(count), 28);
  record.writeBigUInt64LE(BigInt(length), 36);
  record.writeBigUInt64LE(BigInt(offset), 44);
  const locator = Buffer.alloc(16);
  locator.writeBigUInt64LE(BigInt(offset + length), 4);
  locator.writeUInt32LE(1, 12);
  return Buffer.concat([Buffer.from("PK\x06\x06"), record, Buffer.from("PK\x06\x07"), locator]);
}

/** An archive with these files. `claimed` is the size that an entry says it has. */
export function archive(files: { path: string; text: string; mode?: number; claimed?: number }[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, text, mode = 0o644, claimed } of files) {
    const name = Buffer.from(path);
    const bytes = Buffer.from(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(claimed ?? bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from("PK\x03\x04"), common, name, bytes);
    const entry = Buffer.alloc(42);
    // Made on Unix.
    entry.writeUInt16LE(0x0314, 0);
    common.copy(entry, 2);
    entry.writeUInt32LE(((0o100000 | mode) << 16) >>> 0, 34);
    entry.writeUInt32LE(offset, 38);
    directory.push(Buffer.from("PK\x01\x02"), entry, name);
    offset += 30 + name.length + bytes.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  const many = files.length > 0xffff;
  end.writeUInt16LE(many ? 0xffff : files.length, 4);
  end.writeUInt16LE(many ? 0xffff : files.length, 6);
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(offset, 12);
  const larger = many ? endOfMany(files.length, listing.length, offset) : Buffer.alloc(0);
  return Buffer.concat([...parts, listing, larger, Buffer.from("PK\x05\x06"), end]);
}
