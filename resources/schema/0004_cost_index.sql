-- A filter by cost walks one class after the other, newest first. Of the class that the bound cuts through it must
-- look at each row's cost: in the index now, instead of at a page of the table for each.
DROP INDEX exchange_cost;
CREATE INDEX exchange_cost ON exchange (cost_class, id, cost, cost_source);
