// Pictures for the tests: small files, put together here or made by a browser once, and what a camera writes into them.
import { deflateSync } from "node:zlib";

const be16 = (n) => Buffer.from([n >> 8, n & 255]);
const be32 = (n) => Buffer.from([n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255]);
const le32 = (n) => Buffer.from([n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24]);

const CRC = Int32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = (n >>> 1) ^ (n & 1 ? 0xedb88320 : 0);
  return n;
});
function crc32(bytes) {
  let sum = -1;
  for (const byte of bytes) sum = CRC[(sum ^ byte) & 255] ^ (sum >>> 8);
  return ~sum;
}

/** Where and by whom a picture was taken. None of it may be found in what is kept. */
export const SECRETS = ["35.6466N", "Tanaka Taro", "Kamera 3000"];
const SECRET = SECRETS.join(" ");

export function chunk(type, data = "") {
  const body = Buffer.concat([Buffer.from(type), Buffer.from(data)]);
  return Buffer.concat([be32(body.length - 4), body, be32(crc32(body))]);
}

/** A PNG of one colour, [red, green, blue]; `more`: chunks between its head and its pixels. */
export function png(width, height, { colour = [180, 40, 30], more = [] } = {}) {
  const row = Buffer.concat([Buffer.from([0]), Buffer.from(Array.from({ length: width }, () => colour).flat())]);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", Buffer.concat([be32(width), be32(height), Buffer.from([8, 2, 0, 0, 0])])),
    ...more,
    chunk("IDAT", deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))),
    chunk("IEND"),
  ]);
}

/** A PNG of about so many bytes that cannot be made smaller. */
export function largePng(bytes) {
  return png(8, 8, { more: [chunk("pHYs", Buffer.from([0, 0, 11, 19, 0, 0, 11, 19, 1])), chunk("iCCP", Buffer.alloc(bytes - 200, "p"))] });
}

export const tellingPng = () => png(60, 40, { more: [chunk("tEXt", `Author\0${SECRET}`), chunk("eXIf", `MM\0*${SECRET}`), chunk("iTXt", `XML:com.adobe.xmp\0\0\0\0\0${SECRET}`)] });

// 6 × 4 pixels, the left half red: canvas.toDataURL of Chromium
const JPEG = Buffer.from(
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAEAAYDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAaEAEAAQUAAAAAAAAAAAAAAAAAAgMGNXSy/8QAFQEBAQAAAAAAAAAAAAAAAAAAAgT/xAAbEQABBAMAAAAAAAAAAAAAAAAAAQIDBDIzcf/aAAwDAQACEQMRAD8At2Jhq2xLmIAR4oU297un/9k=",
  "base64",
);
const WEBP = Buffer.from("UklGRjwAAABXRUJQVlA4IDAAAADQAQCdASoGAAQAAsBMJagCdAEO/gOOAAD+T+kj94cgSdekZQn9r9tOwHyB1aFgAAA=", "base64");

const segment = (marker, data) => Buffer.concat([Buffer.from([0xff, marker]), be16(data.length + 2), data]);

/** A camera's segment: its name, which way up the picture is, and where it was taken. */
function exif(orientation) {
  const entry = (tag, type, count, value) => Buffer.concat([be16(tag), be16(type), be32(count), value]);
  const text = Buffer.from(SECRET);
  return Buffer.concat([
    Buffer.from("Exif\0\0MM\0*"),
    be32(8),
    be16(3),
    entry(0x010f, 2, text.length, be32(50)),
    entry(0x0112, 3, 1, Buffer.concat([be16(orientation), be16(0)])),
    entry(0x8825, 4, 1, be32(50)),
    be32(0),
    text,
  ]);
}

/** The JPEG as a camera writes it. */
export function jpeg({ orientation = 1 } = {}) {
  return Buffer.concat([JPEG.subarray(0, 2), segment(0xe1, exif(orientation)), segment(0xfe, Buffer.from(SECRET)), JPEG.subarray(2)]);
}

/** The WebP in its extended form, with Exif and XMP. */
export function webp() {
  const part = (name, data) => Buffer.concat([Buffer.from(name), le32(data.length), data, Buffer.alloc(data.length % 2)]);
  const chunks = Buffer.concat([part("VP8X", Buffer.from([0x0c, 0, 0, 0, 5, 0, 0, 3, 0, 0])), WEBP.subarray(12), part("EXIF", exif(6)), part("XMP ", Buffer.from(`<x>${SECRET}</x>`))]);
  return Buffer.concat([Buffer.from("RIFF"), le32(chunks.length + 4), Buffer.from("WEBP"), chunks]);
}

/** What is no picture: [name, bytes]. */
export const DISGUISED = [
  ["picture.png", Buffer.from("<!doctype html><script>alert(1)</script>")],
  ["picture.png", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ["picture.png", Buffer.from("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x00\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;", "latin1")],
  ["cut.png", png(60, 40).subarray(0, -1)],
  ["cut.jpg", JPEG.subarray(0, -2)],
  ["longer.png", Buffer.concat([png(60, 40), Buffer.from("<script>alert(1)</script>")])],
  ["longer.jpg", Buffer.concat([JPEG, Buffer.from("<script>alert(1)</script>")])],
  ["longer.webp", Buffer.concat([WEBP, Buffer.from("PK\x03\x04")])],
  ["wide.png", png(12001, 1)],
];

/** A form as a browser sends it. */
export async function form(bytes, { name = "picture.png", ...fields } = {}) {
  const data = new FormData();
  if (bytes) data.set("image", new Blob([bytes]), name);
  for (const [field, value] of Object.entries(fields)) data.set(field, value);
  const sent = new Response(data);
  return { headers: { "Content-Type": sent.headers.get("content-type") }, body: Buffer.from(await sent.arrayBuffer()) };
}

export const upload = async (client, bytes, more) => client.send("POST", "/images", await form(bytes, more));
