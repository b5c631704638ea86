#include "app/cli/output.hpp"

#include <unistd.h>

#include <fstream>
#include <string>

#include "engine/base/error.hpp"

namespace collimate {

void write_whole(const std::filesystem::path& file, std::string_view text) {
    std::filesystem::path temporary = file;
    temporary += ".partial-" + std::to_string(::getpid());
    std::error_code error;
    {
        std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
        stream.write(text.data(), static_cast<std::streamsize>(text.size()));
        stream.close();
        if (!stream) {
            std::filesystem::remove(temporary, error);
            throw WorldFailed(file.string() + ": cannot be written; check the folder and the space on the disk");
        }
    }
    std::filesystem::rename(temporary, file, error);
    if (!error) return;
    const std::string fault = error.message();
    std::filesystem::remove(temporary, error);
    throw WorldFailed(file.string() + ": cannot be written (" + fault + ")");
}

}  // namespace collimate
