#include "engine/print/printer.hpp"

#include "engine/print/class_pdf.hpp"
#include "engine/print/score_pdf.hpp"

namespace collimate {

Printer linked_printer() { return {.score_pdf = score_pdf, .class_pdf = class_pdf}; }

}  // namespace collimate
