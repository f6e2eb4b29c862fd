// What this device can do with the picture in a file: show it, and make a smaller JPEG of it. Both fail for a file the browser cannot read.
const SHOWN = 720; // pixels of the longer side
const SENT = 2400;
const QUALITY = 0.85;

async function onto(canvas, file, most, ground) {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, most / Math.max(bitmap.width, bitmap.height));
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    if (ground) {
        context.fillStyle = ground;
        context.fillRect(0, 0, canvas.width, canvas.height);
    }
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
}

export function show(file, canvas) {
    return onto(canvas, file, SHOWN);
}

// A JPEG has no transparency: what is see-through becomes paper.
export async function remake(file) {
    const canvas = document.createElement("canvas");
    await onto(canvas, file, SENT, "white");
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return new File([blob], `${file.name.replace(/\.[^.]*$/, "")}.jpg`, { type: blob.type });
}
