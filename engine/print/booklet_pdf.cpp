#include "engine/print/booklet_pdf.hpp"

#include <fmt/format.h>

#include "engine/print/page_writer.hpp"
#include "engine/print/question_print.hpp"

namespace collimate {
namespace {

constexpr const char* blank = "____________";

std::string instruction(const PrintedQuestion& printed) {
    const Instance& question = printed.instance;
    switch (question.type) {
        case ItemType::multiple:
            return printed.count_stated ? "" : "Select all that apply.";
        case ItemType::order:
            return "Write the letters in the right order.";
        case ItemType::numeric:
            return fmt::format("Answer: {} {}", blank, print_markup(question.unit));
        case ItemType::hotspot:
            return "Mark the place in the picture.";
        case ItemType::single:
            break;
    }
    return {};
}

}  // namespace

std::string booklet_pdf(const Bank& bank, const Booklet& booklet, TimeMs at) {
    const std::string title = bank.outline().title + ": practice quiz";
    PageWriter pages(title, at);
    pages.title(print_plain(title));
    pages.paragraph(fmt::format("Name: {0}{0}    Date: {0}", blank));
    int number = 0;
    for (const PrintedQuestion& printed : booklet.printed) {
        pages.need(110.0);
        pages.space(6.0);
        pages.paragraph(fmt::format("<b>{}</b>", ++number));
        print_question_body(pages, bank, printed.instance);
        if (const std::string line = instruction(printed); !line.empty()) pages.paragraph(line);
    }
    pages.space(10.0);
    pages.remark(print_plain(
        fmt::format("Original practice questions; license: {}. Not affiliated with, or endorsed by, ARRT or ARDMS.",
                    bank.outline().license)));
    return pages.finish();
}

}  // namespace collimate
