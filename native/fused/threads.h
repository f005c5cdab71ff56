// A few threads that wait for parts of a step. Between the parts of one step they spin, as a step takes less time than
// waking a thread would, many times over; between steps they sleep.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace fused {

class Threads {
 public:
  explicit Threads(int count) : count_(count < 1 ? 1 : count) {
    for (int i = 1; i < count_; i++) std::thread([this, i] { Work(i); }).detach();
  }

  int count() const { return count_; }

  // Calls part(i) for i in [0, parts), parts <= count, and returns when all are done.
  void Run(int parts, const std::function<void(int)>& part) {
    if (parts <= 1 || count_ == 1) {
      for (int i = 0; i < parts; i++) part(i);
      return;
    }
    part_ = &part;
    parts_ = parts;
    left_.store(count_ - 1, std::memory_order_relaxed);
    turn_.fetch_add(1, std::memory_order_seq_cst);
    if (asleep_.load(std::memory_order_seq_cst) > 0) {
      { std::lock_guard<std::mutex> lock(mutex_); }
      wake_.notify_all();
    }
    part(0);
    for (int spins = 0; left_.load(std::memory_order_acquire) > 0; spins++) Pause(spins);
  }

  // Splits [0, size) into at most one range per thread, none shorter than `least`, each starting at a multiple of `step`.
  void Split(int size, int least, int step, const std::function<void(int, int)>& range) {
    const int units = (size + step - 1) / step;
    int parts = least > 0 ? size / least : size;
    parts = parts < 1 ? 1 : parts > count_ ? count_ : parts;
    parts = parts > units ? units : parts;
    Run(parts, [&](int i) {
      const int begin = static_cast<int>(static_cast<long>(units) * i / parts) * step;
      const int end = static_cast<int>(static_cast<long>(units) * (i + 1) / parts) * step;
      range(begin, end < size ? end : size);
    });
  }

 private:
  static constexpr int kSpins = 20000;  // about 0.2 to 0.5 ms: what lies between two parts, and between two short steps

  static void Pause(int spins) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
    if (spins % 1024 == 1023) std::this_thread::yield();  // where there are more threads than free cores
  }

  void Work(int index) {
    unsigned seen = 0;
    for (;;) {
      for (int spins = 0; turn_.load(std::memory_order_acquire) == seen && spins < kSpins; spins++) Pause(spins);
      if (turn_.load(std::memory_order_acquire) == seen) {
        std::unique_lock<std::mutex> lock(mutex_);
        asleep_.fetch_add(1, std::memory_order_seq_cst);
        wake_.wait(lock, [&] { return turn_.load(std::memory_order_seq_cst) != seen; });
        asleep_.fetch_sub(1, std::memory_order_seq_cst);
      }
      seen++;
      if (index < parts_) (*part_)(index);
      left_.fetch_sub(1, std::memory_order_release);
    }
  }

  const int count_;
  const std::function<void(int)>* part_ = nullptr;
  int parts_ = 0;
  std::atomic<unsigned> turn_{0};
  std::atomic<int> left_{0};
  std::atomic<int> asleep_{0};
  std::mutex mutex_;
  std::condition_variable wake_;
};

}  // namespace fused
