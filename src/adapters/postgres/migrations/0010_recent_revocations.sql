-- Who begins to follow revocations reads those of the last hour, however many there ever were. Rows come in the order of time, so that an
-- index of ranges finds them and costs nearly nothing.
create index on writ.revocations using brin (at) with (autosummarize = on);
