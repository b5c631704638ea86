#pragma once

#include <string>
#include <string_view>

/// Whether a text says these words somewhere.
inline bool holds(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }
