# Makes class_numbers.json: Rscript --vanilla class_numbers.R > class_numbers.json
# (Debian packages r-base-core, r-cran-psych). A made-up class of 150 by 24 items with four options; all
# numbers are R's: base cor, mean, sd, qf, qbeta, pbeta, mantelhaen.test; psych::alpha for KR-20 and item-rest.
suppressMessages(library(psych))
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20271123)
n <- 150; k <- 24
theta <- rnorm(n, 0.3, 0.9); b <- rnorm(k); key <- sample(1:4, k, TRUE)
chosen <- matrix(0L, n, k)
for (j in 1:k) {
    right <- runif(n) < plogis(theta - b[j])
    wrong <- sapply(1:n, function(i) sample(setdiff(1:4, key[j]), 1, prob = c(0.5, 0.35, 0.15)))
    chosen[, j] <- ifelse(right, key[j], wrong)
}
chosen[cbind(sample(n, 20), sample(k, 20, TRUE))] <- 0L   # no option chosen
key[7] <- key[7] %% 4 + 1                                 # a wrong key
x <- 1 * (chosen == matrix(key, n, k, byrow = TRUE))
total <- rowSums(x)
group <- rep(c("reference", "focal"), length.out = n)
a <- suppressWarnings(suppressMessages(psych::alpha(as.data.frame(x), check.keys = FALSE, warnings = FALSE)))
num <- function(v) paste0("[", paste(sprintf("%.17g", v), collapse = ","), "]")
mh <- lapply(1:k, function(j) {
    use <- ave(1:n, total, FUN = length) > 1
    t <- table(factor(x[use, j], levels = 1:0), factor(group[use], levels = c("reference", "focal")), total[use])
    mantelhaen.test(aperm(t, c(2, 1, 3)))
})
kr20 <- unname(a$total$raw_alpha)
d1 <- n - 1; d2 <- d1 * (k - 1)
rho <- kr20; p <- (rho * total + (1 - rho) * mean(total)) / k; cut <- 14
pass <- 1 - pbinom(cut - 1, k, p)
cat("{\"origin\":\"class_numbers.R beside this file, ", R.version.string, ", psych ",
    as.character(packageVersion("psych")), "\",\n", sep = "")
cat("\"key\":", num(key), ",\n\"chosen\":[\n", sep = "")
cat(paste(apply(chosen, 1, num), collapse = ",\n"), "],\n")
cat("\"facility\":", num(colMeans(x)), ",\n")
cat("\"item_rest\":", num(sapply(1:k, function(j) cor(x[, j], total - x[, j]))), ",\n")
cat("\"item_rest_psych\":", num(a$item.stats$r.drop), ",\n")
cat("\"option_share\":[", paste(sapply(1:k, function(j) num(sapply(1:4, function(o) mean(chosen[, j] == o)))), collapse = ","), "],\n")
cat("\"option_rest\":[", paste(sapply(1:k, function(j) num(sapply(1:4, function(o)
    cor(1 * (chosen[, j] == o), total - x[, j])))), collapse = ","), "],\n")
cat("\"wilson\":[", paste(sapply(1:k, function(j) num(prop.test(sum(x[, j]), n, correct = FALSE)$conf.int)), collapse = ","), "],\n")
cat("\"fisher\":[", paste(sapply(1:k, function(j) num(cor.test(x[, j], total - x[, j])$conf.int)), collapse = ","), "],\n")
cat("\"kr20\":", sprintf("%.17g", kr20), ",\n\"feldt\":", num(c(1 - (1 - kr20) * qf(0.975, d1, d2), 1 - (1 - kr20) * qf(0.025, d1, d2))), ",\n", sep = "")
cat("\"mean\":", sprintf("%.17g", mean(total)), ",\"mean_limits\":", num(t.test(total)$conf.int), ",\"sd\":", sprintf("%.17g", sd(total)), ",\n", sep = "")
chance <- mean(pass)^2 + (1 - mean(pass))^2; alike <- mean(pass^2 + (1 - pass)^2)
cat("\"cut\":", cut, ",\"consistency\":", sprintf("%.17g", alike), ",\"kappa\":", sprintf("%.17g", (alike - chance) / (1 - chance)), ",\n", sep = "")
cat("\"mh_delta\":", num(-2.35 * log(sapply(mh, function(m) unname(m$estimate)))), ",\n", sep = "")
cat("\"mh_low\":", num(-2.35 * log(sapply(mh, function(m) m$conf.int[2]))), ",\n", sep = "")
cat("\"mh_high\":", num(-2.35 * log(sapply(mh, function(m) m$conf.int[1]))), ",\n", sep = "")
cat("\"mh_chi_square\":", num(sapply(mh, function(m) unname(m$statistic))), ",\n", sep = "")
# Above 400,000 degrees of freedom R's qf gives the chi-square quantile instead, which is not what is meant.
ps <- c(0.025, 0.5, 0.975); ds <- list(c(3, 5), c(23, 575), c(149, 3427))
cat("\"f\":[", paste(sapply(ds, function(d) num(c(d, qf(ps, d[1], d[2])))), collapse = ","), "],\n", sep = "")
cat("\"beta\":[", paste(sapply(list(c(.5, .5, .1), c(14, 11, .6), c(300, 201, .62), c(5000, 9, .999)), function(v)
    num(c(v, pbeta(v[3], v[1], v[2])))), collapse = ","), "]}\n", sep = "")
