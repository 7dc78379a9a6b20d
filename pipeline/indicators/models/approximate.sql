-- measure_value.approximate: where a rough figure is part of the value
update measure_value set approximate = true
from rough_climbed as rough
where measure_value.measure = rough.measure and measure_value.unit = rough.unit
  and measure_value.win = rough.win
