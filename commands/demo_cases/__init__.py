"""The cases of a trial: what citizens and the demo team did in the last four months, done by the program itself."""
