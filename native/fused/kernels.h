// The inner loops of a training step, each over a range that one thread computes. Compiled once per instruction set
// (kernels.cc); `fastestKernels` takes the best that this processor has.
//
// Bits: an element of a product is summed over k in order, in blocks of `kBlock`, whatever the width of the vectors and
// the number of threads. So results depend on neither.
#pragma once

#include <cstddef>

namespace fused {

// C [m x n] = A [m x k] B [k x n]; then, where given, + bias[n] and relu. Element (i, j) of a matrix lies at
// i * row + j * column.
struct Product {
  const float* a;
  ptrdiff_t a_row, a_column;
  const float* b;
  ptrdiff_t b_row, b_column;
  float* c;
  ptrdiff_t c_row;
  int n, k;
  const float* bias;
  bool relu;
};

// A convolution of images [height x width x channels] with a filter [filter_height x filter_width x channels x filters],
// without padding.
struct Convolution {
  int height, width, channels;
  int filter_height, filter_width, filters;
  int stride_y, stride_x;
  int out_height, out_width;
};

struct Pooling {
  int height, width, channels;
  int pool_height, pool_width;
  int stride_y, stride_x;
  int out_height, out_width;
};

struct Kernels {
  const char* name;
  int panel;  // columns of C that are computed together: to split a product at multiples of it costs nothing
  // Rows [row_begin, row_end) and columns [column_begin, column_end) of C.
  void (*product)(const Product&, int row_begin, int row_end, int column_begin, int column_end);
  // y [images x out_height x out_width x filters] = conv(x, filter) + bias, relu; rows of outputs [begin, end), counted
  // over all images. bias may be null.
  void (*convolve)(const Convolution&, const float* x, const float* filter, const float* bias, bool relu, float* y,
                   int begin, int end);
  // Rows [begin, end) of the filter's gradient [filter_height * filter_width * channels x filters], over all images.
  void (*filterGradient)(const Convolution&, const float* x, const float* dy, float* gradient, int images, int begin,
                         int end);
  // dx of images [begin, end); `transposed` is the filter as [filters x filter_height * filter_width * channels],
  // `patches` room for out_height * out_width * filter_height * filter_width * channels numbers.
  void (*inputGradient)(const Convolution&, const float* dy, const float* transposed, float* dx, float* patches,
                        int begin, int end);
  // Images [begin, end). The gradient goes to the first of the largest, as in TensorFlow.
  void (*maxPool)(const Pooling&, const float* x, float* y, int begin, int end);
  void (*maxPoolGradient)(const Pooling&, const float* x, const float* y, const float* dy, float* dx, int begin,
                          int end);
  // Mean over `positions` of images [begin, end), and its gradient.
  void (*globalAverage)(const float* x, float* y, int positions, int channels, int begin, int end);
  void (*globalAverageGradient)(const float* dy, float* dx, int positions, int channels, int begin, int end);
  // Of rows [begin, end) of dy [rows x n]: dy = 0 where y (null: everywhere above 0) is not above 0; the sums of its
  // columns are written to `sums` (null: not wanted).
  void (*outputGradient)(float* dy, const float* y, int n, float* sums, int begin, int end);
  void (*relu)(const float* x, float* y, size_t begin, size_t end);
  void (*reluGradient)(const float* dy, const float* y, float* dx, size_t begin, size_t end);
  // y = x * mask of images [begin, end), the mask the same at all `positions` of an image.
  void (*mask)(const float* x, const float* mask, float* y, int positions, int channels, int begin, int end);
  // x = x * scale + offset
  void (*rescale)(float* x, float scale, float offset, size_t begin, size_t end);
};

const Kernels& fastestKernels();

}  // namespace fused
