// A chain of layers over the rows of a data set in memory.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "layers.h"

namespace fused {

// Every example of the data set, one after another. x -> x * multiply + add, in double precision as everywhere in lr-tool;
// one number each, or one per value of an example.
struct Inputs {
  enum class Type { kBytes, kInts, kFloats } type;
  const void* values;
  size_t rows, size;
  std::vector<float> multiply, add;
  double multiplyAll, addAll;
};

class Network {
 public:
  Network(const Kernels&, Threads&, Inputs, std::vector<std::unique_ptr<Layer>>, int most);

  int most() const { return most_; }
  size_t outputs() const { return layers_.back()->outputs(); }
  size_t rows() const { return rows_; }  // of the last Forward
  size_t examples() const { return inputs_.rows; }

  // The outputs of the rows. Each row is one of the data set's, there are at most `most`.
  const float* Forward(const int32_t* rows, int count, const std::vector<const float*>& weights, const int32_t* seeds,
                       bool training);
  // After a Forward in training: the gradients of all weights, from that of the outputs.
  void Backward(const float* gradient, const std::vector<const float*>& weights, const std::vector<float*>& gradients);

 private:
  void Gather(const int32_t* rows, int begin, int end);

  const Kernels& kernels_;
  Threads& threads_;
  const Inputs inputs_;
  const std::vector<std::unique_ptr<Layer>> layers_;
  const int most_;
  std::vector<float> byteValues_;
  Numbers x_;
  Numbers dy_, dx_;                 // taken in turns on the way back
  std::vector<const float*> seen_;  // what each layer was given
  int rows_ = 0;
};

}  // namespace fused
