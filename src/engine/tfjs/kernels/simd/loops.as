// The inner loops of the kernels, in AssemblyScript: WebAssembly SIMD over the memory of the TensorFlow.js wasm backend.
// Compiled to module.ts by scripts/build-simd.js. Arrays are byte addresses of float32 (ids: int32), images are NHWC.

// Sizes of a convolution or pooling always come in this order (geometryOf in loops.ts):
// images, inHeight, inWidth, channels, outHeight, outWidth, filterHeight, filterWidth, strideY, strideX, padTop, padLeft

/** First output position whose window offset `k` falls inside the input. */
// @ts-ignore: decorator
@inline
function firstInside(k: i32, stride: i32, pad: i32): i32 {
  return k >= pad ? 0 : (pad - k + stride - 1) / stride;
}

/** One past the last such position. */
// @ts-ignore: decorator
@inline
function endInside(k: i32, stride: i32, pad: i32, inSize: i32, outSize: i32): i32 {
  const room = inSize - 1 + pad - k;
  return room < 0 ? 0 : min(outSize, room / stride + 1);
}

/**
 * Image to columns, transposed.
 * out[(kh, kw, c), (n, i, j)] = x[n, i strideY + kh - padTop, j strideX + kw - padLeft, c], 0 outside the image
 */
export function writePatchRows(
  x: usize, out: usize,
  images: i32, inHeight: i32, inWidth: i32, channels: i32, outHeight: i32, outWidth: i32,
  filterHeight: i32, filterWidth: i32, strideY: i32, strideX: i32, padTop: i32, padLeft: i32,
): void {
  const area = outHeight * outWidth;
  const rowBytes = (<usize>(images * area)) << 2;
  const jump = (<usize>(strideX * channels)) << 2;
  memory.fill(out, 0, rowBytes * (filterHeight * filterWidth * channels));
  for (let n = 0; n < images; n++) {
    for (let kh = 0; kh < filterHeight; kh++) {
      const firstRow = firstInside(kh, strideY, padTop);
      const endRow = endInside(kh, strideY, padTop, inHeight, outHeight);
      for (let kw = 0; kw < filterWidth; kw++) {
        const first = firstInside(kw, strideX, padLeft);
        const count = endInside(kw, strideX, padLeft, inWidth, outWidth) - first;
        const tap = out + <usize>((kh * filterWidth + kw) * channels) * rowBytes;
        for (let i = firstRow; i < endRow; i++) {
          const y = n * inHeight + i * strideY + kh - padTop;
          const from = x + (<usize>((y * inWidth + first * strideX + kw - padLeft) * channels) << 2);
          copyChannels(from, jump, count, channels, tap + (<usize>(n * area + i * outWidth + first) << 2), rowBytes);
        }
      }
    }
  }
}

/** to[c][j] = from[j][c]: 4 x 4 blocks by shuffles, the rest one by one. */
// @ts-ignore: decorator
@inline
function copyChannels(from: usize, jump: usize, count: i32, channels: i32, to: usize, rowBytes: usize): void {
  let c = 0;
  for (; c + 4 <= channels; c += 4) {
    let source = from + (<usize>c << 2);
    let target = to + <usize>c * rowBytes;
    let j = 0;
    for (; j + 4 <= count; j += 4) {
      const r0 = v128.load(source);
      const r1 = v128.load(source + jump);
      const r2 = v128.load(source + 2 * jump);
      const r3 = v128.load(source + 3 * jump);
      const lo01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const hi01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const lo23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const hi23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(target, v128.shuffle<f64>(lo01, lo23, 0, 2));
      v128.store(target + rowBytes, v128.shuffle<f64>(lo01, lo23, 1, 3));
      v128.store(target + 2 * rowBytes, v128.shuffle<f64>(hi01, hi23, 0, 2));
      v128.store(target + 3 * rowBytes, v128.shuffle<f64>(hi01, hi23, 1, 3));
      source += 4 * jump;
      target += 16;
    }
    for (; j < count; j++) {
      store<f32>(target, load<f32>(source));
      store<f32>(target + rowBytes, load<f32>(source, 4));
      store<f32>(target + 2 * rowBytes, load<f32>(source, 8));
      store<f32>(target + 3 * rowBytes, load<f32>(source, 12));
      source += jump;
      target += 4;
    }
  }
  for (; c < channels; c++) {
    let source = from + (<usize>c << 2);
    let target = to + <usize>c * rowBytes;
    let j = 0;
    if (jump == 4) for (; j + 4 <= count; j += 4, source += 16, target += 16) v128.store(target, v128.load(source));
    for (; j < count; j++, source += jump, target += 4) store<f32>(target, load<f32>(source));
  }
}

/** Columns to image: x[the pixel that the tap saw] += columns[(n, i, j), (kh, kw, c)]. */
export function addPatches(
  columns: usize, x: usize,
  images: i32, inHeight: i32, inWidth: i32, channels: i32, outHeight: i32, outWidth: i32,
  filterHeight: i32, filterWidth: i32, strideY: i32, strideX: i32, padTop: i32, padLeft: i32,
): void {
  const runBytes = (<usize>(filterWidth * channels)) << 2;
  let patch = columns;
  for (let n = 0; n < images; n++) {
    for (let i = 0; i < outHeight; i++) {
      const top = i * strideY - padTop;
      for (let j = 0; j < outWidth; j++) {
        const left = j * strideX - padLeft;
        const first = max(0, -left);
        const count = (min(filterWidth, inWidth - left) - first) * channels;
        for (let kh = 0; kh < filterHeight; kh++) {
          const y = top + kh;
          if (y >= 0 && y < inHeight) {
            // The taps of one filter row see neighbouring pixels: one contiguous run in both arrays.
            const to = x + (<usize>(((n * inHeight + y) * inWidth + left + first) * channels) << 2);
            addRun(patch + (<usize>(first * channels) << 2), to, count);
          }
          patch += runBytes;
        }
      }
    }
  }
}

/** to[0 .. count - 1] += from[0 .. count - 1] */
// @ts-ignore: decorator
@inline
function addRun(from: usize, to: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, from += 16, to += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  for (; i < count; i++, from += 4, to += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
}

/** Each window gives its dy to its first largest x. dx must be 0. */
export function maxPoolGrad(
  x: usize, dy: usize, dx: usize,
  images: i32, inHeight: i32, inWidth: i32, channels: i32, outHeight: i32, outWidth: i32,
  filterHeight: i32, filterWidth: i32, strideY: i32, strideX: i32, padTop: i32, padLeft: i32,
): void {
  const pixelBytes = (<usize>channels) << 2;
  for (let n = 0; n < images; n++) {
    for (let i = 0; i < outHeight; i++) {
      const top = i * strideY - padTop;
      const firstRow = n * inHeight + max(0, top);
      const endRow = n * inHeight + min(inHeight, top + filterHeight);
      for (let j = 0; j < outWidth; j++) {
        const left = j * strideX - padLeft;
        const firstColumn = max(0, left);
        const columns = min(inWidth, left + filterWidth) - firstColumn;
        let c = 0;
        for (; c + 4 <= channels; c += 4, dy += 16) {
          let largest = f32x4.splat(-Infinity);
          let place = i32x4.splat(-1); // byte offset into x
          for (let row = firstRow; row < endRow; row++) {
            let at = (<usize>((row * inWidth + firstColumn) * channels + c)) << 2;
            for (let k = 0; k < columns; k++, at += pixelBytes) {
              const value = v128.load(x + at);
              const larger = f32x4.gt(value, largest);
              largest = v128.bitselect(value, largest, larger);
              place = v128.bitselect(i32x4.splat(<i32>at), place, larger);
            }
          }
          give(dx, i32x4.extract_lane(place, 0), dy);
          give(dx + 4, i32x4.extract_lane(place, 1), dy + 4);
          give(dx + 8, i32x4.extract_lane(place, 2), dy + 8);
          give(dx + 12, i32x4.extract_lane(place, 3), dy + 12);
        }
        for (; c < channels; c++, dy += 4) {
          let largest: f32 = -Infinity;
          let place = -1;
          for (let row = firstRow; row < endRow; row++) {
            let at = (<usize>((row * inWidth + firstColumn) * channels + c)) << 2;
            for (let k = 0; k < columns; k++, at += pixelBytes) {
              const value = load<f32>(x + at);
              if (value > largest) {
                largest = value;
                place = <i32>at;
              }
            }
          }
          give(dx, place, dy);
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function give(dx: usize, place: i32, dy: usize): void {
  if (place != -1) store<f32>(dx + <usize>(<u32>place), load<f32>(dx + <usize>(<u32>place)) + load<f32>(dy));
}

/** out[i] = sum over the rows of x[row, i], added up in double precision. */
export function sumRows(x: usize, rows: i32, width: i32, out: usize): void {
  const rowBytes = (<usize>width) << 2;
  let i = 0;
  for (; i + 8 <= width; i += 8) {
    let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
    let at = x + (<usize>i << 2);
    for (let row = 0; row < rows; row++, at += rowBytes) {
      s0 = f64x2.add(s0, f64x2.promote_low_f32x4(v128.load64_zero(at)));
      s1 = f64x2.add(s1, f64x2.promote_low_f32x4(v128.load64_zero(at, 8)));
      s2 = f64x2.add(s2, f64x2.promote_low_f32x4(v128.load64_zero(at, 16)));
      s3 = f64x2.add(s3, f64x2.promote_low_f32x4(v128.load64_zero(at, 24)));
    }
    const to = out + (<usize>i << 2);
    v128.store64_lane(to, f32x4.demote_f64x2_zero(s0), 0);
    v128.store64_lane(to, f32x4.demote_f64x2_zero(s1), 0, 8);
    v128.store64_lane(to, f32x4.demote_f64x2_zero(s2), 0, 16);
    v128.store64_lane(to, f32x4.demote_f64x2_zero(s3), 0, 24);
  }
  for (; i < width; i++) {
    let total: f64 = 0;
    let at = x + (<usize>i << 2);
    for (let row = 0; row < rows; row++, at += rowBytes) total += <f64>load<f32>(at);
    store<f32>(out + (<usize>i << 2), <f32>total);
  }
}

/** out[ids[row]] += x[row]; ids outside [0, segments) are left out. out must be 0. */
export function addSegments(x: usize, ids: usize, rows: i32, width: i32, segments: i32, out: usize): void {
  const rowBytes = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    const id = load<i32>(ids + (<usize>row << 2));
    if (id >= 0 && id < segments) addRun(x + <usize>row * rowBytes, out + <usize>id * rowBytes, width);
  }
}

/** dw[(kh, kw), o] += sum over positions of x[pixel under the tap, o / multiplier] dy[position, o]; o: output channel. */
export function depthwiseFilterGrad(
  x: usize, dy: usize, dw: usize, multiplier: i32,
  images: i32, inHeight: i32, inWidth: i32, channels: i32, outHeight: i32, outWidth: i32,
  filterHeight: i32, filterWidth: i32, strideY: i32, strideX: i32, padTop: i32, padLeft: i32,
): void {
  const outputs = channels * multiplier;
  const jump = (<usize>(strideX * channels)) << 2;
  const outputBytes = (<usize>outputs) << 2;
  for (let n = 0; n < images; n++) {
    for (let kh = 0; kh < filterHeight; kh++) {
      const firstRow = firstInside(kh, strideY, padTop);
      const endRow = endInside(kh, strideY, padTop, inHeight, outHeight);
      for (let kw = 0; kw < filterWidth; kw++) {
        const first = firstInside(kw, strideX, padLeft);
        const end = endInside(kw, strideX, padLeft, inWidth, outWidth);
        const tap = dw + <usize>(kh * filterWidth + kw) * outputBytes;
        const pixels = x + (<usize>((n * inHeight + kh - padTop) * inWidth + first * strideX + kw - padLeft) * channels << 2);
        const rowBytes = (<usize>(strideY * inWidth * channels)) << 2;
        const gradients = dy + <usize>(n * outHeight * outWidth + first) * outputBytes;
        let o = 0;
        // One image at a time in a register: short sums of sums lose fewer digits than one long sum.
        for (; o + 4 <= outputs; o += 4) {
          let total = f32x4.splat(0);
          for (let i = firstRow; i < endRow; i++) {
            let from = pixels + <usize>i * rowBytes;
            let gradient = gradients + <usize>(i * outWidth) * outputBytes + (<usize>o << 2);
            for (let j = first; j < end; j++, from += jump, gradient += outputBytes) {
              total = f32x4.add(total, f32x4.mul(inputsOf(from, o, multiplier), v128.load(gradient)));
            }
          }
          const to = tap + (<usize>o << 2);
          v128.store(to, f32x4.add(v128.load(to), total));
        }
        for (; o < outputs; o++) {
          let total: f32 = 0;
          for (let i = firstRow; i < endRow; i++) {
            let from = pixels + <usize>i * rowBytes + (<usize>(o / multiplier) << 2);
            let gradient = gradients + <usize>(i * outWidth) * outputBytes + (<usize>o << 2);
            for (let j = first; j < end; j++, from += jump, gradient += outputBytes) {
              total += load<f32>(from) * load<f32>(gradient);
            }
          }
          const to = tap + (<usize>o << 2);
          store<f32>(to, load<f32>(to) + total);
        }
      }
    }
  }
}

/** The input channels that output channels o .. o + 3 are made of. */
// @ts-ignore: decorator
@inline
function inputsOf(pixel: usize, o: i32, multiplier: i32): v128 {
  if (multiplier == 1) return v128.load(pixel + (<usize>o << 2));
  let inputs = f32x4.splat(load<f32>(pixel + (<usize>(o / multiplier) << 2)));
  inputs = f32x4.replace_lane(inputs, 1, load<f32>(pixel + (<usize>((o + 1) / multiplier) << 2)));
  inputs = f32x4.replace_lane(inputs, 2, load<f32>(pixel + (<usize>((o + 2) / multiplier) << 2)));
  return f32x4.replace_lane(inputs, 3, load<f32>(pixel + (<usize>((o + 3) / multiplier) << 2)));
}

/** dx[pixel under the tap, c] += sum over q of filter[(kh, kw), c, q] dy[position, c multiplier + q]. dx must be 0. */
export function depthwiseInputGrad(
  dy: usize, filter: usize, dx: usize, multiplier: i32,
  images: i32, inHeight: i32, inWidth: i32, channels: i32, outHeight: i32, outWidth: i32,
  filterHeight: i32, filterWidth: i32, strideY: i32, strideX: i32, padTop: i32, padLeft: i32,
): void {
  const outputBytes = (<usize>(channels * multiplier)) << 2;
  for (let n = 0; n < images; n++) {
    for (let kh = 0; kh < filterHeight; kh++) {
      const firstRow = firstInside(kh, strideY, padTop);
      const endRow = endInside(kh, strideY, padTop, inHeight, outHeight);
      for (let kw = 0; kw < filterWidth; kw++) {
        const first = firstInside(kw, strideX, padLeft);
        const end = endInside(kw, strideX, padLeft, inWidth, outWidth);
        const tap = filter + <usize>(kh * filterWidth + kw) * outputBytes;
        for (let i = firstRow; i < endRow; i++) {
          const y = n * inHeight + i * strideY + kh - padTop;
          let gradient = dy + <usize>((n * outHeight + i) * outWidth + first) * outputBytes;
          for (let j = first; j < end; j++, gradient += outputBytes) {
            const to = dx + (<usize>((y * inWidth + j * strideX + kw - padLeft) * channels) << 2);
            if (multiplier == 1) addProducts(gradient, tap, to, channels);
            else addDots(gradient, tap, to, channels, multiplier);
          }
        }
      }
    }
  }
}

/** to[c] += a[c] b[c] */
// @ts-ignore: decorator
@inline
function addProducts(a: usize, b: usize, to: usize, count: i32): void {
  let c = 0;
  for (; c + 4 <= count; c += 4, a += 16, b += 16, to += 16) {
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(a), v128.load(b))));
  }
  for (; c < count; c++, a += 4, b += 4, to += 4) store<f32>(to, load<f32>(to) + load<f32>(a) * load<f32>(b));
}

/** to[c] += a[c, :] . b[c, :] */
// @ts-ignore: decorator
@inline
function addDots(a: usize, b: usize, to: usize, count: i32, multiplier: i32): void {
  for (let c = 0; c < count; c++, to += 4) {
    let total = load<f32>(to);
    for (let q = 0; q < multiplier; q++, a += 4, b += 4) total += load<f32>(a) * load<f32>(b);
    store<f32>(to, total);
  }
}

/** Depth of the blocks of a matrix product: a panel of 8 columns is 8 kB then and stays in the first-level cache. */
const depth = 256;
/** Rows that go through all columns together, so that a and c are still in the second-level cache. */
const tile = 64;

/**
 * c[m, n] += sum over k of a[m, k] b[k, n]. The operands lie as they come: element (m, k) of a is at
 * a + m aRow + k aColumn, element (k, n) of b at b + k bRow + n bColumn (bytes), one of b's strides being 4; c is dense.
 *
 * @param panel scratch, 8 depth + 8 floats
 */
export function addProduct(
  a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize, c: usize,
  rows: i32, inner: i32, columns: i32, panel: usize,
): void {
  const cRow = (<usize>columns) << 2;
  const spare = panel + depth * 32;
  for (let k = 0; k < inner; k += depth) {
    const steps = min(depth, inner - k);
    for (let first = 0; first < rows; first += tile) {
      const end = min(rows, first + tile);
      for (let n = 0; n < columns; n += 8) {
        const width = min(8, columns - n);
        packColumns(b + <usize>k * bRow + <usize>n * bColumn, bRow, bColumn, steps, width, panel);
        let from = a + <usize>first * aRow + <usize>k * aColumn;
        let to = c + <usize>first * cRow + (<usize>n << 2);
        let m = first;
        for (; m + 4 <= end; m += 4, from += 4 * aRow, to += 4 * cRow) {
          addBlock(from, aRow, aColumn, panel, steps, to, cRow, width, spare);
        }
        for (; m < end; m++, from += aRow, to += cRow) addLine(from, aColumn, panel, steps, to, width, spare);
      }
    }
  }
}

/** panel[k][0 .. width - 1] = columns of b. What lies in the other lanes never reaches c. */
// @ts-ignore: decorator
@inline
function packColumns(b: usize, bRow: usize, bColumn: usize, steps: i32, width: i32, panel: usize): void {
  if (bColumn != 4) {
    copyChannels(b, bColumn, width, steps, panel, 32);
  } else if (width == 8) {
    for (let k = 0; k < steps; k++, b += bRow, panel += 32) {
      v128.store(panel, v128.load(b));
      v128.store(panel, v128.load(b, 16), 16);
    }
  } else {
    for (let k = 0; k < steps; k++, b += bRow, panel += 32) {
      for (let n = 0; n < width; n++) store<f32>(panel + (<usize>n << 2), load<f32>(b + (<usize>n << 2)));
    }
  }
}

/** Four rows of a times the panel. */
function addBlock(
  a: usize, aRow: usize, aColumn: usize, panel: usize, steps: i32, c: usize, cRow: usize, width: i32, spare: usize,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  const end = panel + (<usize>steps << 5);
  for (; panel < end; panel += 32) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let factor = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(factor, b0));
    c01 = f32x4.add(c01, f32x4.mul(factor, b1));
    factor = v128.load32_splat(a1);
    c10 = f32x4.add(c10, f32x4.mul(factor, b0));
    c11 = f32x4.add(c11, f32x4.mul(factor, b1));
    factor = v128.load32_splat(a2);
    c20 = f32x4.add(c20, f32x4.mul(factor, b0));
    c21 = f32x4.add(c21, f32x4.mul(factor, b1));
    factor = v128.load32_splat(a3);
    c30 = f32x4.add(c30, f32x4.mul(factor, b0));
    c31 = f32x4.add(c31, f32x4.mul(factor, b1));
    a += aColumn;
    a1 += aColumn;
    a2 += aColumn;
    a3 += aColumn;
  }
  addLanes(c, c00, c01, width, spare);
  addLanes(c + cRow, c10, c11, width, spare);
  addLanes(c + 2 * cRow, c20, c21, width, spare);
  addLanes(c + 3 * cRow, c30, c31, width, spare);
}

/** One row of a times the panel. */
function addLine(a: usize, aColumn: usize, panel: usize, steps: i32, c: usize, width: i32, spare: usize): void {
  let c0 = f32x4.splat(0), c1 = c0;
  const end = panel + (<usize>steps << 5);
  for (; panel < end; panel += 32, a += aColumn) {
    const factor = v128.load32_splat(a);
    c0 = f32x4.add(c0, f32x4.mul(factor, v128.load(panel)));
    c1 = f32x4.add(c1, f32x4.mul(factor, v128.load(panel, 16)));
  }
  addLanes(c, c0, c1, width, spare);
}

/** to[0 .. width - 1] += the first lanes of two vectors. */
// @ts-ignore: decorator
@inline
function addLanes(to: usize, first: v128, second: v128, width: i32, spare: usize): void {
  if (width == 8) {
    v128.store(to, f32x4.add(v128.load(to), first));
    v128.store(to, f32x4.add(v128.load(to, 16), second), 16);
  } else {
    v128.store(spare, first);
    v128.store(spare, second, 16);
    addRun(spare, to, width);
  }
}
