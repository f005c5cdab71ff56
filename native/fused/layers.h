// The layers of a network. A layer owns its output and, where it needs it, room of its own; what it computes of a batch it
// keeps for the way back.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "kernels.h"
#include "threads.h"

namespace fused {

// Numbers that start at a multiple of 64 bytes.
class Numbers {
 public:
  explicit Numbers(size_t size) : room_(size + 16) {}
  float* get() { return reinterpret_cast<float*>((reinterpret_cast<uintptr_t>(room_.data()) + 63) & ~uintptr_t{63}); }

 private:
  std::vector<float> room_;
};

struct Context {
  const Kernels& kernels;
  Threads& threads;
  const std::vector<const float*>& weights;
  const std::vector<float*>& gradients;  // of the weights; empty on the way forward
  const int32_t* seeds;                  // four words for each layer with a mask
  int rows;
  bool training;
};

class Layer {
 public:
  virtual ~Layer() = default;
  // x [rows x inputs] to its output [rows x outputs], which may be x itself.
  virtual const float* Forward(const Context&, const float* x) = 0;
  // dy, which may be changed, to dx; dx is null where nobody needs it.
  virtual void Backward(const Context&, const float* x, float* dy, float* dx) = 0;
  // Whether it has weights.
  virtual bool trained() const { return false; }
  virtual size_t inputs() const = 0;
  virtual size_t outputs() const = 0;
};

struct DenseShape {
  int inputs, units, weight, bias;  // weight and bias: which of the weights; bias -1: none
  bool relu;
};
struct ConvolutionShape {
  Convolution inside;  // of the padded image
  int height, width, top, left, weight, bias;
  bool relu;
};
struct MaskShape {
  int positions, channels;  // the mask has one number per channel
  uint32_t threshold;       // of 31 random bits: below, the mask is 0
  float factor;             // else this
  int seed;                 // which of the seeds
};

// `rows`: most of a batch.
std::unique_ptr<Layer> MakeDense(const DenseShape&, int rows);
std::unique_ptr<Layer> MakeConvolution(const ConvolutionShape&, int rows);
std::unique_ptr<Layer> MakeMaxPooling(const Pooling&, int rows);
std::unique_ptr<Layer> MakeGlobalAverage(int positions, int channels, int rows);
std::unique_ptr<Layer> MakeRelu(int size, int rows);
std::unique_ptr<Layer> MakeMask(const MaskShape&, int rows);
std::unique_ptr<Layer> MakeRescaling(int size, float scale, float offset, int rows);

}  // namespace fused
