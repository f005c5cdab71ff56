// Compiled once per instruction set: KERNELS names the table, VECTOR is the number of floats in a register, ROWS the rows
// of C that are kept in registers at a time. Nothing here may come from the standard library: the linker keeps one copy of
// an inline function, and it could be one that this processor cannot run.
#include "kernels.h"

namespace fused {
namespace {

typedef float Vector __attribute__((vector_size(VECTOR * sizeof(float)), aligned(4), may_alias));
typedef int Lanes __attribute__((vector_size(VECTOR * sizeof(float))));

#define INLINE inline __attribute__((always_inline))

constexpr int kRows = ROWS;
constexpr int kPanel = 2 * VECTOR;  // columns of C at a time
constexpr int kBlock = 512;         // longest sum in registers: a panel of B fits into the second-level cache

INLINE Vector load(const float* from) { return *reinterpret_cast<const Vector*>(from); }
INLINE void store(float* to, Vector value) { *reinterpret_cast<Vector*>(to) = value; }
INLINE Vector all(float value) { return value - Vector{}; }
INLINE Vector select(Lanes which, Vector yes, Vector no) { return which ? yes : no; }
INLINE Vector positive(Vector x) { return select(x < Vector{}, Vector{}, x); }  // NaN stays NaN
INLINE int least(int a, int b) { return a < b ? a : b; }
INLINE int blocks(int size, int most) { return (size + most - 1) / most; }

// Where a sum over k runs through A: `segments` stretches of `length`, `segment` apart.
struct Walk {
  ptrdiff_t row, column, segment;
  int segments, length;
};

struct Target {
  float* c;
  ptrdiff_t row;
  int columns;  // of this panel: fewer than its width at the right edge
  bool add;     // to what is there
};

// M rows times N vectors of C. Rows of A are reached from few pointers, three rows each, so that addresses need no
// arithmetic of their own.
template <int M, int N>
INLINE void tile(const float* a, const Walk& walk, const float* b, ptrdiff_t b_row, float* c, ptrdiff_t c_row, bool add) {
  Vector sum[M][N] = {};
  for (int s = 0; s < walk.segments; s++) {
    const float* start = a + s * walk.segment;
    const float* p[(M + 2) / 3];
#pragma GCC unroll 8
    for (int i = 0; i < (M + 2) / 3; i++) p[i] = start + 3 * i * walk.row;
    for (int k = 0; k < walk.length; k++) {
      Vector right[N];
#pragma GCC unroll 2
      for (int j = 0; j < N; j++) right[j] = load(b + j * VECTOR);
#pragma GCC unroll 16
      for (int i = 0; i < M; i++) {
        const Vector left = all(p[i / 3][(i % 3) * walk.row]);
#pragma GCC unroll 2
        for (int j = 0; j < N; j++) sum[i][j] += left * right[j];
      }
#pragma GCC unroll 8
      for (int i = 0; i < (M + 2) / 3; i++) p[i] += walk.column;
      b += b_row;
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < M; i++, c += c_row) {
#pragma GCC unroll 2
    for (int j = 0; j < N; j++) store(c + j * VECTOR, add ? load(c + j * VECTOR) + sum[i][j] : sum[i][j]);
  }
}

template <int N>
void tileOf(int rows, const float* a, const Walk& walk, const float* b, ptrdiff_t b_row, float* c, ptrdiff_t c_row,
            bool add) {
  switch (rows) {
    case 1: return tile<1, N>(a, walk, b, b_row, c, c_row, add);
    case 2: return tile<2, N>(a, walk, b, b_row, c, c_row, add);
    case 3: return tile<3, N>(a, walk, b, b_row, c, c_row, add);
    case 4: return tile<4, N>(a, walk, b, b_row, c, c_row, add);
    case 5: return tile<5, N>(a, walk, b, b_row, c, c_row, add);
    case 6: return tile<6, N>(a, walk, b, b_row, c, c_row, add);
#if ROWS > 6
    case 7: return tile<7, N>(a, walk, b, b_row, c, c_row, add);
    case 8: return tile<8, N>(a, walk, b, b_row, c, c_row, add);
    case 9: return tile<9, N>(a, walk, b, b_row, c, c_row, add);
    case 10: return tile<10, N>(a, walk, b, b_row, c, c_row, add);
    case 11: return tile<11, N>(a, walk, b, b_row, c, c_row, add);
    case 12: return tile<12, N>(a, walk, b, b_row, c, c_row, add);
#endif
  }
}

INLINE int panelWidth(int columns) { return columns <= VECTOR ? VECTOR : kPanel; }

// A block of rows times one panel of columns. At the right edge it is computed aside, and what counts of it copied.
INLINE void panelTile(int rows, const float* a, const Walk& walk, const float* b, ptrdiff_t b_row, const Target& to) {
  float aside[kRows * kPanel];
  const int width = panelWidth(to.columns);
  const bool whole = to.columns == width;
  float* c = whole ? to.c : aside;
  const ptrdiff_t row = whole ? to.row : width;
  const bool add = whole && to.add;
  if (width == VECTOR) tileOf<1>(rows, a, walk, b, b_row, c, row, add);
  else tileOf<2>(rows, a, walk, b, b_row, c, row, add);
  if (whole) return;
  for (int i = 0; i < rows; i++) {
    for (int j = 0; j < to.columns; j++) {
      const float value = aside[i * width + j];
      float& place = to.c[i * to.row + j];
      place = to.add ? place + value : value;
    }
  }
}

// What follows a product while it is in the first-level cache: + bias (null: none), and relu.
INLINE void finish(float* c, ptrdiff_t row, int rows, int columns, const float* bias, bool relu) {
  if (bias == nullptr && !relu) return;
  for (int i = 0; i < rows; i++, c += row) {
    int j = 0;
    for (; j + VECTOR <= columns; j += VECTOR) {
      Vector value = load(c + j);
      if (bias != nullptr) value += load(bias + j);
      store(c + j, relu ? positive(value) : value);
    }
    for (; j < columns; j++) {
      const float value = bias != nullptr ? c[j] + bias[j] : c[j];
      c[j] = relu && value < 0 ? 0 : value;
    }
  }
}

// Columns [0, columns) of k rows of B, one after another, filled up with zeros to the width of the panel.
void pack(const float* b, ptrdiff_t row, ptrdiff_t column, int k, int columns, float* packed) {
  const int width = panelWidth(columns);
  if (column == 1) {
    for (int i = 0; i < k; i++, b += row, packed += width) {
      int j = 0;
      for (; j + VECTOR <= columns; j += VECTOR) store(packed + j, load(b + j));
      for (; j < columns; j++) packed[j] = b[j];
      for (; j < width; j++) packed[j] = 0;
    }
    return;
  }
  for (int j = 0; j < width; j++) {
    for (int i = 0; i < k; i++) packed[i * width + j] = j < columns ? b[i * row + j * column] : 0;
  }
}

void product(const Product& p, int row_begin, int row_end, int column_begin, int column_end) {
  alignas(64) float packed[kBlock * kPanel];
  const int rows = row_end - row_begin;
  const int parts = blocks(p.k, kBlock);
  const int tiles = blocks(rows, kRows);
  for (int column = column_begin; column < column_end; column += kPanel) {
    const int columns = least(kPanel, column_end - column);
    for (int part = 0; part < parts; part++) {
      const int from = static_cast<int>(static_cast<long>(p.k) * part / parts);
      const int k = static_cast<int>(static_cast<long>(p.k) * (part + 1) / parts) - from;
      const bool last = part == parts - 1;
      pack(p.b + from * p.b_row + column * p.b_column, p.b_row, p.b_column, k, columns, packed);
      for (int t = 0; t < tiles; t++) {
        const int begin = row_begin + static_cast<int>(static_cast<long>(rows) * t / tiles);
        const int end = row_begin + static_cast<int>(static_cast<long>(rows) * (t + 1) / tiles);
        const Walk walk{p.a_row, p.a_column, 0, 1, k};
        float* c = p.c + begin * p.c_row + column;
        const Target target{c, p.c_row, columns, part > 0};
        panelTile(end - begin, p.a + begin * p.a_row + from * p.a_column, walk, packed, panelWidth(columns), target);
        if (last) finish(c, p.c_row, end - begin, columns, p.bias == nullptr ? nullptr : p.bias + column, p.relu);
      }
    }
  }
}

void convolve(const Convolution& v, const float* x, const float* filter, const float* bias, bool relu, float* y,
              int begin, int end) {
  const int patch_row = v.filter_width * v.channels;
  const int k = v.filter_height * patch_row;
  const Walk walk{static_cast<ptrdiff_t>(v.stride_x) * v.channels, 1, static_cast<ptrdiff_t>(v.width) * v.channels,
                  v.filter_height, patch_row};
  const int tiles = blocks(v.out_width, kRows);
  float* packed = new float[static_cast<size_t>(k) * kPanel];
  for (int column = 0; column < v.filters; column += kPanel) {
    const int columns = least(kPanel, v.filters - column);
    pack(filter + column, v.filters, 1, k, columns, packed);
    for (int row = begin; row < end; row++) {
      const int image = row / v.out_height;
      const int at = image * v.height + row % v.out_height * v.stride_y;
      const float* line = x + static_cast<ptrdiff_t>(at) * v.width * v.channels;
      float* to = y + static_cast<ptrdiff_t>(row) * v.out_width * v.filters + column;
      for (int t = 0; t < tiles; t++) {
        const int from = v.out_width * t / tiles;
        const int rows = v.out_width * (t + 1) / tiles - from;
        float* c = to + from * v.filters;
        panelTile(rows, line + from * walk.row, walk, packed, panelWidth(columns), {c, v.filters, columns, false});
        finish(c, v.filters, rows, columns, bias == nullptr ? nullptr : bias + column, relu);
      }
    }
  }
  delete[] packed;
}

void filterGradient(const Convolution& v, const float* x, const float* dy, float* gradient, int images, int begin,
                    int end) {
  const int patch_row = v.filter_width * v.channels;
  const int outputs = v.out_height * v.out_width;
  const Walk walk{1, static_cast<ptrdiff_t>(v.stride_x) * v.channels,
                  static_cast<ptrdiff_t>(v.stride_y) * v.width * v.channels, v.out_height, v.out_width};
  float* packed = new float[static_cast<size_t>(outputs) * kPanel];
  for (int column = 0; column < v.filters; column += kPanel) {
    const int columns = least(kPanel, v.filters - column);
    const bool direct = columns == v.filters && columns == panelWidth(columns);
    for (int image = 0; image < images; image++) {
      const float* right = dy + static_cast<ptrdiff_t>(image) * outputs * v.filters + column;
      if (!direct) pack(right, v.filters, 1, outputs, columns, packed);
      const float* pixels = x + static_cast<ptrdiff_t>(image) * v.height * v.width * v.channels;
      for (int row = begin; row < end;) {
        const int filter_y = row / patch_row;
        const int inside = row % patch_row;
        const int rest = least(patch_row - inside, end - row);
        const int rows = (rest + blocks(rest, kRows) - 1) / blocks(rest, kRows);
        const float* a = pixels + static_cast<ptrdiff_t>(filter_y) * v.width * v.channels + inside;
        float* c = gradient + static_cast<ptrdiff_t>(row) * v.filters + column;
        panelTile(rows, a, walk, direct ? right : packed, panelWidth(columns), {c, v.filters, columns, image > 0});
        row += rows;
      }
    }
  }
  delete[] packed;
}

void inputGradient(const Convolution& v, const float* dy, const float* transposed, float* dx, float* patches, int begin,
                   int end) {
  const int patch_row = v.filter_width * v.channels;
  const int k = v.filter_height * patch_row;
  const int outputs = v.out_height * v.out_width;
  const int line = v.width * v.channels;
  for (int image = begin; image < end; image++) {
    const Product p{dy + static_cast<ptrdiff_t>(image) * outputs * v.filters, v.filters, 1, transposed, k, 1, patches, k,
                    k, v.filters, nullptr, false};
    product(p, 0, outputs, 0, k);
    float* to = dx + static_cast<ptrdiff_t>(image) * v.height * line;
    for (int i = 0; i < v.height * line; i++) to[i] = 0;
    const float* from = patches;
    for (int y = 0; y < v.out_height; y++) {
      for (int x = 0; x < v.out_width; x++) {
        float* corner = to + y * v.stride_y * line + x * v.stride_x * v.channels;
        for (int fy = 0; fy < v.filter_height; fy++, from += patch_row, corner += line) {
          int i = 0;
          for (; i + VECTOR <= patch_row; i += VECTOR) store(corner + i, load(corner + i) + load(from + i));
          for (; i < patch_row; i++) corner[i] += from[i];
        }
      }
    }
  }
}

void maxPool(const Pooling& v, const float* x, float* y, int begin, int end) {
  const int line = v.width * v.channels;
  for (int row = begin * v.out_height; row < end * v.out_height; row++) {
    const float* top = x + (static_cast<ptrdiff_t>(row / v.out_height) * v.height + row % v.out_height * v.stride_y) * line;
    for (int ox = 0; ox < v.out_width; ox++) {
      const float* corner = top + ox * v.stride_x * v.channels;
      float* to = y + (static_cast<ptrdiff_t>(row) * v.out_width + ox) * v.channels;
      int c = 0;
      for (; c + VECTOR <= v.channels; c += VECTOR) {
        Vector most = load(corner + c);
        for (int i = 0; i < v.pool_height; i++) {
          for (int j = 0; j < v.pool_width; j++) {
            const Vector value = load(corner + i * line + j * v.channels + c);
            most = select(most >= value, most, select(most != most, most, value));
          }
        }
        store(to + c, most);
      }
      for (; c < v.channels; c++) {
        float most = corner[c];
        for (int i = 0; i < v.pool_height; i++) {
          for (int j = 0; j < v.pool_width; j++) {
            const float value = corner[i * line + j * v.channels + c];
            if (!(most >= value) && most == most) most = value;
          }
        }
        to[c] = most;
      }
    }
  }
}

void maxPoolGradient(const Pooling& v, const float* x, const float* y, const float* dy, float* dx, int begin, int end) {
  const int line = v.width * v.channels;
  const ptrdiff_t size = static_cast<ptrdiff_t>(v.height) * line;
  for (ptrdiff_t i = begin * size; i < end * size; i++) dx[i] = 0;
  for (int row = begin * v.out_height; row < end * v.out_height; row++) {
    const ptrdiff_t top = (static_cast<ptrdiff_t>(row / v.out_height) * v.height + row % v.out_height * v.stride_y) * line;
    for (int ox = 0; ox < v.out_width; ox++) {
      const ptrdiff_t corner = top + ox * v.stride_x * v.channels;
      const ptrdiff_t out = (static_cast<ptrdiff_t>(row) * v.out_width + ox) * v.channels;
      int c = 0;
      for (; c + VECTOR <= v.channels; c += VECTOR) {
        const Vector most = load(y + out + c);
        Vector rest = load(dy + out + c);
        for (int i = 0; i < v.pool_height; i++) {
          for (int j = 0; j < v.pool_width; j++) {
            const ptrdiff_t at = corner + i * line + j * v.channels + c;
            const Lanes here = load(x + at) == most;
            store(dx + at, load(dx + at) + select(here, rest, Vector{}));
            rest = select(here, Vector{}, rest);
          }
        }
      }
      for (; c < v.channels; c++) {
        float rest = dy[out + c];
        for (int i = 0; i < v.pool_height; i++) {
          for (int j = 0; j < v.pool_width; j++) {
            const ptrdiff_t at = corner + i * line + j * v.channels + c;
            if (x[at] != y[out + c]) continue;
            dx[at] += rest;
            rest = 0;
          }
        }
      }
    }
  }
}

void globalAverage(const float* x, float* y, int positions, int channels, int begin, int end) {
  for (int image = begin; image < end; image++) {
    const float* from = x + static_cast<ptrdiff_t>(image) * positions * channels;
    float* to = y + static_cast<ptrdiff_t>(image) * channels;
    for (int c = 0; c < channels; c++) to[c] = 0;
    for (int p = 0; p < positions; p++, from += channels) {
      for (int c = 0; c < channels; c++) to[c] += from[c];
    }
    for (int c = 0; c < channels; c++) to[c] /= positions;
  }
}

void globalAverageGradient(const float* dy, float* dx, int positions, int channels, int begin, int end) {
  for (int image = begin; image < end; image++) {
    const float* from = dy + static_cast<ptrdiff_t>(image) * channels;
    float* to = dx + static_cast<ptrdiff_t>(image) * positions * channels;
    for (int p = 0; p < positions; p++, to += channels) {
      for (int c = 0; c < channels; c++) to[c] = from[c] / positions;
    }
  }
}

void outputGradient(float* dy, const float* y, int n, float* sums, int begin, int end) {
  constexpr int chains = 4;  // sums side by side: an addition takes four cycles
  for (int c = 0; c < n; c += VECTOR) {
    const int width = least(VECTOR, n - c);
    if (width == VECTOR) {
      Vector sum[chains] = {};
      for (int row = begin; row < end; row++) {
        float* at = dy + static_cast<ptrdiff_t>(row) * n + c;
        Vector value = load(at);
        if (y != nullptr) {
          value = select(load(y + static_cast<ptrdiff_t>(row) * n + c) > Vector{}, value, Vector{});
          store(at, value);
        }
        sum[(row - begin) % chains] += value;
      }
      if (sums != nullptr) store(sums + c, (sum[0] + sum[1]) + (sum[2] + sum[3]));
      continue;
    }
    for (int j = c; j < n; j++) {
      float sum[chains] = {};
      for (int row = begin; row < end; row++) {
        const ptrdiff_t at = static_cast<ptrdiff_t>(row) * n + j;
        if (y != nullptr && !(y[at] > 0)) dy[at] = 0;
        sum[(row - begin) % chains] += dy[at];
      }
      if (sums != nullptr) sums[j] = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }
  }
}

void relu(const float* x, float* y, size_t begin, size_t end) {
  for (size_t i = begin; i < end; i++) y[i] = x[i] < 0 ? 0 : x[i];
}

void reluGradient(const float* dy, const float* y, float* dx, size_t begin, size_t end) {
  for (size_t i = begin; i < end; i++) dx[i] = y[i] > 0 ? dy[i] : 0;
}

void mask(const float* x, const float* mask, float* y, int positions, int channels, int begin, int end) {
  for (int image = begin; image < end; image++) {
    const float* factors = mask + static_cast<ptrdiff_t>(image) * channels;
    const ptrdiff_t start = static_cast<ptrdiff_t>(image) * positions * channels;
    for (int p = 0; p < positions; p++) {
      const ptrdiff_t at = start + static_cast<ptrdiff_t>(p) * channels;
      for (int c = 0; c < channels; c++) y[at + c] = x[at + c] * factors[c];
    }
  }
}

void rescale(float* x, float scale, float offset, size_t begin, size_t end) {
  for (size_t i = begin; i < end; i++) x[i] = x[i] * scale + offset;
}

}  // namespace

extern const Kernels KERNELS;
const Kernels KERNELS = {
    KERNELS_NAME, kPanel, product,      convolve, filterGradient, inputGradient, maxPool, maxPoolGradient, globalAverage,
    globalAverageGradient, outputGradient, relu, reluGradient, mask, rescale,
};

}  // namespace fused
