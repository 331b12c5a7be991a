-- What was answered after more than one try, in order of time. Few rows, so that the index is small.
CREATE INDEX exchange_rerouted ON exchange (id) WHERE tries > 1 AND outcome = 1;
