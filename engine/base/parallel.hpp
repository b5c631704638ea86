#pragma once

#include <cstddef>
#include <functional>

namespace collimate {

/// Calls `work(0)` to `work(count - 1)`, spread over the machine's cores; returns when all are done. Calls may run in
/// any order and at once, so each writes to a place of its own. The first exception, by index, is thrown on.
void for_each_index(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace collimate
