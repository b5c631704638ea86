#include "engine/base/diagnostic.hpp"

#include <algorithm>

namespace collimate {

std::string to_line(const Diagnostic& diagnostic) {
    std::string line = diagnostic.file;
    if (diagnostic.line > 0) line += ":" + std::to_string(diagnostic.line);
    if (!diagnostic.subject.empty()) line += ": " + diagnostic.subject;
    line += ": ";
    if (!diagnostic.code.empty()) line += diagnostic.code + " ";
    return line + diagnostic.fault + ": " + diagnostic.remedy;
}

bool blocks(const Diagnostics& diagnostics) {
    return std::any_of(diagnostics.begin(), diagnostics.end(),
                       [](const Diagnostic& d) { return d.severity == Severity::block; });
}

}  // namespace collimate
