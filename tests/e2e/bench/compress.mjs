// Compresses the files of a folder as those of the page are: `node compress.mjs FOLDER`.
import { compress } from "../../../tools/node/files.mjs";

compress(process.argv[2] ?? ".");
