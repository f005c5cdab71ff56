#include "layers.h"

#include <algorithm>
#include <cstring>

namespace fused {
namespace {

constexpr int kWorthThreads = 400'000;  // multiplications: below, handing over costs more than it saves
constexpr int kElements = 32'768;       // the same for passes over memory
constexpr int kChunk = 256;             // rows whose sums are taken together: fixed, so that threads do not show

int Least(int worth, long perUnit) { return static_cast<int>(std::max(1L, worth / std::max(1L, perUnit))); }

void Multiply(const Context& c, const Product& p, int m) {
  const long perColumn = static_cast<long>(m) * p.k;
  if (perColumn * p.n < kWorthThreads) return c.kernels.product(p, 0, m, 0, p.n);
  const int panels = (p.n + c.kernels.panel - 1) / c.kernels.panel;
  if (panels >= 2 * c.threads.count()) {
    c.threads.Split(p.n, 1, c.kernels.panel, [&](int begin, int end) { c.kernels.product(p, 0, m, begin, end); });
  } else {
    c.threads.Split(m, 1, 1, [&](int begin, int end) { c.kernels.product(p, begin, end, 0, p.n); });
  }
}

// The part of the way back that dense layers and convolutions share: relu, and the bias.
class Outputs {
 public:
  Outputs(int n, int rows, bool relu) : n_(n), relu_(relu), sums_(static_cast<size_t>(Chunks(rows)) * n) {}

  void Backward(const Context& c, float* dy, const float* y, int rows, float* bias) {
    if (!relu_ && bias == nullptr) return;
    const int chunks = Chunks(rows);
    float* sums = sums_.get();
    c.threads.Split(chunks, Least(kElements, static_cast<long>(kChunk) * n_), 1, [&](int begin, int end) {
      for (int i = begin; i < end; i++) {
        c.kernels.outputGradient(dy, relu_ ? y : nullptr, n_, sums + static_cast<size_t>(i) * n_, i * kChunk,
                                 std::min(rows, (i + 1) * kChunk));
      }
    });
    if (bias == nullptr) return;
    std::copy(sums, sums + n_, bias);
    for (int i = 1; i < chunks; i++) {
      for (int j = 0; j < n_; j++) bias[j] += sums[static_cast<size_t>(i) * n_ + j];
    }
  }

 private:
  static int Chunks(int rows) { return (rows + kChunk - 1) / kChunk; }

  const int n_;
  const bool relu_;
  Numbers sums_;
};

class Dense : public Layer {
 public:
  Dense(const DenseShape& s, int rows)
      : s_(s), y_(static_cast<size_t>(rows) * s.units), outputs_(s.units, rows, s.relu) {}

  const float* Forward(const Context& c, const float* x) override {
    const float* bias = s_.bias < 0 ? nullptr : c.weights[s_.bias];
    const float* w = c.weights[s_.weight];
    Multiply(c, {x, s_.inputs, 1, w, s_.units, 1, y_.get(), s_.units, s_.units, s_.inputs, bias, s_.relu}, c.rows);
    return y_.get();
  }

  void Backward(const Context& c, const float* x, float* dy, float* dx) override {
    outputs_.Backward(c, dy, y_.get(), c.rows, s_.bias < 0 ? nullptr : c.gradients[s_.bias]);
    float* dw = c.gradients[s_.weight];
    Multiply(c, {x, 1, s_.inputs, dy, s_.units, 1, dw, s_.units, s_.units, c.rows, nullptr, false}, s_.inputs);
    if (dx == nullptr) return;
    const float* w = c.weights[s_.weight];
    Multiply(c, {dy, s_.units, 1, w, 1, s_.units, dx, s_.inputs, s_.inputs, s_.units, nullptr, false}, c.rows);
  }

  bool trained() const override { return true; }
  size_t inputs() const override { return s_.inputs; }
  size_t outputs() const override { return s_.units; }

 private:
  const DenseShape s_;
  Numbers y_;
  Outputs outputs_;
};

class Conv : public Layer {
 public:
  Conv(const ConvolutionShape& s, int rows)
      : s_(s),
        padded_(s.inside.height != s.height || s.inside.width != s.width),
        x_(padded_ ? rows * Padded() : 0),
        dx_(padded_ ? rows * Padded() : 0),
        y_(rows * outputs()),
        transposed_(static_cast<size_t>(Patch()) * s.inside.filters),
        outputs_(s.inside.filters, rows * Positions(), s.relu) {}

  const float* Forward(const Context& c, const float* x) override {
    const Convolution& v = s_.inside;
    const float* bias = s_.bias < 0 ? nullptr : c.weights[s_.bias];
    const float* images = padded_ ? Pad(c, x) : x;
    Lines(c, [&](int begin, int end) {
      c.kernels.convolve(v, images, c.weights[s_.weight], bias, s_.relu, y_.get(), begin, end);
    });
    return y_.get();
  }

  void Backward(const Context& c, const float* x, float* dy, float* dx) override {
    const Convolution& v = s_.inside;
    const float* images = padded_ ? x_.get() : x;
    outputs_.Backward(c, dy, y_.get(), c.rows * Positions(), s_.bias < 0 ? nullptr : c.gradients[s_.bias]);
    const long perRow = static_cast<long>(c.rows) * Positions() * v.filters;
    c.threads.Split(Patch(), Least(kWorthThreads, perRow), 1, [&](int begin, int end) {
      c.kernels.filterGradient(v, images, dy, c.gradients[s_.weight], c.rows, begin, end);
    });
    if (dx == nullptr) return;
    float* transposed = transposed_.get();
    const float* filter = c.weights[s_.weight];
    for (int i = 0; i < Patch(); i++) {
      for (int f = 0; f < v.filters; f++) transposed[f * Patch() + i] = filter[i * v.filters + f];
    }
    float* to = padded_ ? dx_.get() : dx;
    const long perImage = static_cast<long>(Positions()) * Patch() * v.filters;
    c.threads.Split(c.rows, Least(kWorthThreads, perImage), 1, [&](int begin, int end) {
      Numbers patches(static_cast<size_t>(Positions()) * Patch());
      c.kernels.inputGradient(v, dy, transposed, to, patches.get(), begin, end);
    });
    if (padded_) Crop(c, dx);
  }

  bool trained() const override { return true; }
  size_t inputs() const override { return static_cast<size_t>(s_.height) * s_.width * s_.inside.channels; }
  size_t outputs() const override { return static_cast<size_t>(Positions()) * s_.inside.filters; }

 private:
  int Positions() const { return s_.inside.out_height * s_.inside.out_width; }
  int Patch() const { return s_.inside.filter_height * s_.inside.filter_width * s_.inside.channels; }
  size_t Padded() const { return static_cast<size_t>(s_.inside.height) * s_.inside.width * s_.inside.channels; }

  template <typename Range>
  void Lines(const Context& c, const Range& range) {
    const long perLine = static_cast<long>(s_.inside.out_width) * Patch() * s_.inside.filters;
    c.threads.Split(c.rows * s_.inside.out_height, Least(kWorthThreads, perLine), 1, range);
  }

  // Calls line(of the image, of the padded image) with where each of its lines begins.
  template <typename Line>
  void EachLine(const Context& c, const Line& line) {
    const Convolution& v = s_.inside;
    const size_t inner = static_cast<size_t>(s_.width) * v.channels;
    c.threads.Split(c.rows, Least(kElements, static_cast<long>(inputs())), 1, [&](int begin, int end) {
      for (int image = begin; image < end; image++) {
        for (int y = 0; y < s_.height; y++) {
          const size_t row = static_cast<size_t>(image) * v.height + y + s_.top;
          line((static_cast<size_t>(image) * s_.height + y) * inner, (row * v.width + s_.left) * v.channels, inner);
        }
      }
    });
  }

  const float* Pad(const Context& c, const float* x) {  // what surrounds the images is 0 from the beginning
    float* to = x_.get();
    EachLine(c, [&](size_t from, size_t at, size_t size) { std::copy(x + from, x + from + size, to + at); });
    return to;
  }

  void Crop(const Context& c, float* dx) {
    const float* from = dx_.get();
    EachLine(c, [&](size_t to, size_t at, size_t size) { std::copy(from + at, from + at + size, dx + to); });
  }

  const ConvolutionShape s_;
  const bool padded_;
  Numbers x_, dx_, y_, transposed_;
  Outputs outputs_;
};

class MaxPooling : public Layer {
 public:
  MaxPooling(const Pooling& s, int rows) : s_(s), y_(rows * outputs()) {}

  const float* Forward(const Context& c, const float* x) override {
    Images(c, [&](int begin, int end) { c.kernels.maxPool(s_, x, y_.get(), begin, end); });
    return y_.get();
  }

  void Backward(const Context& c, const float* x, float* dy, float* dx) override {
    if (dx == nullptr) return;
    Images(c, [&](int begin, int end) { c.kernels.maxPoolGradient(s_, x, y_.get(), dy, dx, begin, end); });
  }

  size_t inputs() const override { return static_cast<size_t>(s_.height) * s_.width * s_.channels; }
  size_t outputs() const override { return static_cast<size_t>(s_.out_height) * s_.out_width * s_.channels; }

 private:
  template <typename Range>
  void Images(const Context& c, const Range& range) {
    c.threads.Split(c.rows, Least(kElements, static_cast<long>(inputs())), 1, range);
  }

  const Pooling s_;
  Numbers y_;
};

class GlobalAverage : public Layer {
 public:
  GlobalAverage(int positions, int channels, int rows)
      : positions_(positions), channels_(channels), y_(static_cast<size_t>(rows) * channels) {}

  const float* Forward(const Context& c, const float* x) override {
    c.kernels.globalAverage(x, y_.get(), positions_, channels_, 0, c.rows);
    return y_.get();
  }

  void Backward(const Context& c, const float*, float* dy, float* dx) override {
    if (dx != nullptr) c.kernels.globalAverageGradient(dy, dx, positions_, channels_, 0, c.rows);
  }

  size_t inputs() const override { return static_cast<size_t>(positions_) * channels_; }
  size_t outputs() const override { return channels_; }

 private:
  const int positions_, channels_;
  Numbers y_;
};

class Relu : public Layer {
 public:
  Relu(int size, int rows) : size_(size), y_(static_cast<size_t>(rows) * size) {}

  const float* Forward(const Context& c, const float* x) override {
    c.kernels.relu(x, y_.get(), 0, static_cast<size_t>(c.rows) * size_);
    return y_.get();
  }

  void Backward(const Context& c, const float*, float* dy, float* dx) override {
    if (dx != nullptr) c.kernels.reluGradient(dy, y_.get(), dx, 0, static_cast<size_t>(c.rows) * size_);
  }

  size_t inputs() const override { return size_; }
  size_t outputs() const override { return size_; }

 private:
  const int size_;
  Numbers y_;
};

// xoroshiro128+ 1.0 (Blackman and Vigna 2016), the lower half of each number: what pure-rand draws.
class Random {
 public:
  // Words as `randomStream` in src/base/random.ts makes them: upper and lower half of the first, then of the second.
  explicit Random(const int32_t* words) : a_(Joined(words[0], words[1])), b_(Joined(words[2], words[3])) {}

  uint32_t Next() {
    const uint32_t result = static_cast<uint32_t>(a_) + static_cast<uint32_t>(b_);
    const uint64_t both = a_ ^ b_;
    a_ = ((a_ << 24) | (a_ >> 40)) ^ both ^ (both << 16);
    b_ = (both << 37) | (both >> 27);
    return result;
  }

 private:
  static uint64_t Joined(int32_t upper, int32_t lower) {
    return static_cast<uint64_t>(static_cast<uint32_t>(upper)) << 32 | static_cast<uint32_t>(lower);
  }

  uint64_t a_, b_;
};

class Mask : public Layer {
 public:
  Mask(const MaskShape& s, int rows)
      : s_(s), mask_(static_cast<size_t>(rows) * s.channels), y_(static_cast<size_t>(rows) * outputs()) {}

  const float* Forward(const Context& c, const float* x) override {
    if (!c.training) return x;
    Random random(c.seeds + 4 * s_.seed);
    const float values[2] = {s_.factor, 0};
    float* mask = mask_.get();
    for (int i = 0; i < c.rows * s_.channels; i++) mask[i] = values[((random.Next() >> 1) - s_.threshold) >> 31];
    Images(c, [&](int begin, int end) {
      c.kernels.mask(x, mask, y_.get(), s_.positions, s_.channels, begin, end);
    });
    return y_.get();
  }

  void Backward(const Context& c, const float*, float* dy, float* dx) override {
    if (dx == nullptr) return;
    Images(c, [&](int begin, int end) { c.kernels.mask(dy, mask_.get(), dx, s_.positions, s_.channels, begin, end); });
  }

  size_t inputs() const override { return outputs(); }
  size_t outputs() const override { return static_cast<size_t>(s_.positions) * s_.channels; }

 private:
  template <typename Range>
  void Images(const Context& c, const Range& range) {
    c.threads.Split(c.rows, Least(kElements, static_cast<long>(outputs())), 1, range);
  }

  const MaskShape s_;
  Numbers mask_, y_;
};

class Rescaling : public Layer {
 public:
  Rescaling(int size, float scale, float offset, int rows)
      : size_(size), scale_(scale), offset_(offset), y_(static_cast<size_t>(rows) * size) {}

  const float* Forward(const Context& c, const float* x) override {
    Ranges(c, [&](int begin, int end) {
      std::copy(x + begin, x + end, y_.get() + begin);
      c.kernels.rescale(y_.get(), scale_, offset_, begin, end);
    });
    return y_.get();
  }

  void Backward(const Context& c, const float*, float* dy, float* dx) override {
    if (dx == nullptr) return;
    Ranges(c, [&](int begin, int end) {
      std::copy(dy + begin, dy + end, dx + begin);
      c.kernels.rescale(dx, scale_, 0, begin, end);
    });
  }

  size_t inputs() const override { return size_; }
  size_t outputs() const override { return size_; }

 private:
  template <typename Range>
  void Ranges(const Context& c, const Range& range) {
    c.threads.Split(c.rows * size_, kElements, 16, range);
  }

  const int size_;
  const float scale_, offset_;
  Numbers y_;
};

}  // namespace

std::unique_ptr<Layer> MakeDense(const DenseShape& s, int rows) { return std::unique_ptr<Layer>(new Dense(s, rows)); }
std::unique_ptr<Layer> MakeConvolution(const ConvolutionShape& s, int rows) {
  return std::unique_ptr<Layer>(new Conv(s, rows));
}
std::unique_ptr<Layer> MakeMaxPooling(const Pooling& s, int rows) {
  return std::unique_ptr<Layer>(new MaxPooling(s, rows));
}
std::unique_ptr<Layer> MakeGlobalAverage(int positions, int channels, int rows) {
  return std::unique_ptr<Layer>(new GlobalAverage(positions, channels, rows));
}
std::unique_ptr<Layer> MakeRelu(int size, int rows) { return std::unique_ptr<Layer>(new Relu(size, rows)); }
std::unique_ptr<Layer> MakeMask(const MaskShape& s, int rows) { return std::unique_ptr<Layer>(new Mask(s, rows)); }
std::unique_ptr<Layer> MakeRescaling(int size, float scale, float offset, int rows) {
  return std::unique_ptr<Layer>(new Rescaling(size, scale, offset, rows));
}

}  // namespace fused
