#include "engine/base/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/base/error.hpp"

namespace collimate {

CsvReader::CsvReader(const std::filesystem::path& file, Rules rules)
    : file_(file.string()), rules_(std::move(rules)), in_(file, std::ios::binary) {
    if (!in_ || std::filesystem::is_directory(file))
        throw WorldFailed(fmt::format("{} cannot be read; check the path and its permissions", file_));
}

bool CsvReader::next() {
    try {
        if (!read_line()) return false;
    } catch (const std::ios_base::failure&) {
        throw WorldFailed(fmt::format("{} could not be read to its end; check the disk", file_));
    }
    ++number_;
    if (number_ == 1) {
        if (line_.starts_with("\xEF\xBB\xBF")) line_.erase(0, 3);
        for (const char candidate : rules_.separators)
            if (line_.find(candidate) != std::string::npos) {
                separator_ = candidate;
                break;
            }
    }
    if (line_.size() > rules_.longest_line)
        refuse("the line is too long", fmt::format("give {} a line", rules_.line_holds));
    if (!split()) refuse("a quote is out of place", "quote a whole field or none of it");
    return true;
}

void CsvReader::refuse(std::string_view fault, std::string_view remedy) const {
    throw Refused(fmt::format("{}:{}: {}; {}", file_, number_, fault, remedy));
}

/// Reads no further than one byte past the longest line, so that a file without line ends costs no memory.
bool CsvReader::read_line() {
    line_.clear();
    std::streambuf& bytes = *in_.rdbuf();
    constexpr std::size_t room = 4;  // a byte order mark and a carriage return
    for (int byte = bytes.sbumpc();; byte = bytes.sbumpc()) {
        if (byte == std::char_traits<char>::eof()) {
            if (line_.empty()) return false;
            break;
        }
        if (byte == '\n') break;
        line_ += static_cast<char>(byte);
        if (line_.size() > rules_.longest_line + room) break;
    }
    if (!line_.empty() && line_.back() == '\r') line_.pop_back();
    return true;
}

/// False where a quote is not closed or not at an edge of its field.
bool CsvReader::split() {
    std::size_t count = 0;
    const auto next_field = [&]() -> std::string& {
        if (count == fields_.size()) fields_.emplace_back();
        fields_[count].clear();
        return fields_[count++];
    };
    const auto finish = [&](bool good) {
        fields_.resize(count);
        return good;
    };
    for (std::size_t at = 0;; ++at) {
        std::string& field = next_field();
        if (at < line_.size() && line_[at] == '"') {
            for (++at;; ++at) {
                if (at >= line_.size()) return finish(false);
                if (line_[at] != '"')
                    field += line_[at];
                else if (at + 1 < line_.size() && line_[at + 1] == '"')
                    field += line_[++at];
                else
                    break;
            }
            ++at;
        } else {
            const std::size_t end = std::min(line_.find(separator_, at), line_.size());
            field.append(line_, at, end - at);
            at = end;
        }
        if (at >= line_.size()) return finish(true);
        if (line_[at] != separator_) return finish(false);
    }
}

std::string csv_text(std::string_view text) {
    std::string quoted = "\"";
    if (!text.empty() && std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos) quoted += '\'';
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

}  // namespace collimate
