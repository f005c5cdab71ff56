// lr-tool on a disk that takes two checkpoints and never answers again: the thread that asks it is blocked for good, as by
// a network disk that is gone. LR_TOOL_FIFO names a FIFO that nobody writes to.
import { processIo } from '../../build/cli/io.js';
import { main } from '../../build/cli/main.js';
import { systemFiles } from '../../build/storage/files.js';

let saves = 0;
const files = {
  ...systemFiles,
  open(path, how) {
    if (how !== 'wx' || !path.includes('checkpoints') || ++saves <= 2) return systemFiles.open(path, how);
    process.stderr.write('the disk is gone\n');
    return systemFiles.open(process.env.LR_TOOL_FIFO, 'r');
  },
};
const io = Object.create(processIo(process), { files: { value: files } });
process.exitCode = await main(process.argv.slice(2), io);
