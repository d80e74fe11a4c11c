/** Turns what somebody composed into what the sandbox's `say` understands. */

const KIND_BY_TYPE = { video: "video", audio: "voice" };

/**
 * One speech, or several: photos travel together as one album, every other file by itself; the
 * text belongs to the first.
 */
export async function speeches({ text, files, about }, place) {
  if (about?.kind === "edit") return [{ ...place, text, edit: about.message.id }];
  const photos = files.filter((file) => file.type.startsWith("image/"));
  const others = files.filter((file) => !file.type.startsWith("image/"));
  const parcels = [await photoParcel(photos), ...(await Promise.all(others.map(parcel)))].filter(Boolean);
  if (!parcels.length) parcels.push({});
  if (text) parcels[0].text = text;
  if (about) parcels[0].reply_to = about.message.id;
  return parcels.map((contents) => ({ ...place, ...contents }));
}

async function photoParcel(photos) {
  if (!photos.length) return null;
  const pictures = await Promise.all(photos.map(base64));
  return pictures.length === 1 ? { photo: pictures[0] } : { album: pictures };
}

async function parcel(file) {
  const kind = KIND_BY_TYPE[file.type.split("/")[0]] ?? "document";
  return { [kind]: await base64(file), file_name: file.name };
}

function base64(file) {
  return new Promise((read, failed) => {
    const reader = new FileReader();
    reader.onload = () => read(reader.result.split(",", 2)[1] ?? "");
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}
