# Scores of R Benchmarking: Rscript dea_peer.R DATA.csv INPUTS RETURNS OUT.csv; prints the seconds taken.
arguments <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages(library(Benchmarking))
table <- as.matrix(read.csv(arguments[1], header = FALSE))
inputs <- as.integer(arguments[2])
x <- table[, 1:inputs, drop = FALSE]
y <- table[, (inputs + 1):ncol(table), drop = FALSE]
taken <- system.time(scores <- dea(x, y, RTS = arguments[3], ORIENTATION = "in", FAST = TRUE))
cat(taken[["elapsed"]], "\n")
write.table(scores, arguments[4], row.names = FALSE, col.names = FALSE)
