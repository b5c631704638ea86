#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace collimate {

/// A CSV file line by line (RFC 4180, no line breaks inside quotes). A byte order mark is passed over, carriage returns
/// before line ends too. Whatever is wrong is Refused with file and line; WorldFailed when the file cannot be read.
class CsvReader {
public:
    struct Rules {
        std::size_t longest_line = 65'536;  ///< bytes
        std::string line_holds;             ///< for the remedy: "give ... a line"
        std::string separators = ",";       ///< the first of these that occurs in the first line is the file's
    };

    CsvReader(const std::filesystem::path& file, Rules rules);

    /// Goes on to the next line; false at the end.
    bool next();

    [[nodiscard]] const std::vector<std::string>& fields() const { return fields_; }
    [[nodiscard]] bool blank() const { return line_.empty(); }
    [[nodiscard]] const std::string& line() const { return line_; }
    [[nodiscard]] std::size_t line_number() const { return number_; }  ///< from 1
    [[nodiscard]] const std::string& file() const { return file_; }
    [[nodiscard]] char separator() const { return separator_; }

    /// Throws Refused: "FILE:LINE: fault; remedy".
    [[noreturn]] void refuse(std::string_view fault, std::string_view remedy) const;

private:
    bool read_line();
    bool split();

    std::string file_;
    Rules rules_;
    std::ifstream in_;
    std::string line_;
    std::size_t number_ = 0;
    char separator_ = ',';
    std::vector<std::string> fields_;
};

/// A cell of text: quoted, quotes doubled; what a spreadsheet would take for a formula is led by an apostrophe.
[[nodiscard]] std::string csv_text(std::string_view text);

}  // namespace collimate
